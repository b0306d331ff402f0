package org.truckee.cli.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.Streams;

/**
 * Shows on a terminal how far a walk over a tree has come, how fast it is, and about how long it
 * will take: the node estimates how much is done. One that does not say it is shown without that.
 */
public final class WalkBar implements AutoCloseable {
  /** Has a node say in its answer how much of a walk is done; other programs' nodes ignore it. */
  public static final String ASKED = "&progress=true";

  private static final String PART = "progress";
  private static final int WIDTH = 30;

  private final ChangingLine line;
  private double part;
  private long met;

  /**
   * A bar that is not shown yet.
   *
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  public WalkBar(Session session, LongSupplier nanoTime) {
    this.line =
        new ChangingLine(
            session.streams(),
            session.quiet() ? ChangingLine.Where.NOWHERE : ChangingLine.Where.TERMINALS,
            nanoTime);
  }

  /** Whether it can be seen. */
  public boolean isWanted() {
    return line.isWanted();
  }

  /** A session whose output does not get into the bar, if both are on one terminal. */
  public Session beside(Session session) {
    Streams streams = session.streams();
    if (!isWanted() || !streams.outIsTerminal()) {
      return session;
    }
    OutputStream out =
        new FilterOutputStream(streams.out()) {
          @Override
          public void write(byte[] bytes, int offset, int count) throws IOException {
            line.erase();
            out.write(bytes, offset, count);
          }
        };
    return session.withStreams(
        new Streams(streams.in(), out, streams.err(), true, true, streams.colour()));
  }

  /** One thing more was met. */
  void met() {
    met(met + 1);
  }

  /** So many things were met until now. */
  public void met(long count) {
    met = count;
    show();
  }

  /** What a node said of a walk, if it says how much is done. */
  public void heard(JsonNode said) {
    if (said.path(PART).isNumber()) {
      part = Math.clamp(said.path(PART).asDouble(), part, 1);
      show();
    }
  }

  /** Whether a line says how much is done, and nothing else. */
  static boolean isSaidBy(JsonNode line) {
    return line.path("type").asText().equals(PART);
  }

  private void show() {
    line.show(
        () -> {
          String amount =
              String.format(Locale.ROOT, "%,d things, %.0f/s", met, met / line.seconds());
          return part > 0
              ? ChangingLine.bar(part, WIDTH) + "  " + amount + line.timeLeft(part)
              : amount;
        });
  }

  /** Takes it away for what comes on the terminal now. */
  public void erase() {
    line.erase();
  }

  @Override
  public void close() {
    line.erase();
  }
}
