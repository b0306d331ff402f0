package org.truckee.cli.gateway;

import java.util.Locale;
import java.util.function.LongSupplier;
import org.truckee.cli.command.Session;

/**
 * Shows on standard error how far a transfer has come: as a bar on a terminal, elsewhere as a plain
 * line now and then. A transfer that is over at once shows nothing.
 */
public final class Progress implements Gateway.BytesMoved, AutoCloseable {
  private static final int BAR_WIDTH = 30;
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private final ChangingLine line;
  private final String verb;
  private final long total;
  private long done;

  private Progress(ChangingLine line, String verb, long total) {
    this.line = line;
    this.verb = verb;
    this.total = total;
  }

  /**
   * Begins.
   *
   * @param verb what happens, such as {@code sent}
   * @param total bytes in all, −1 if unknown
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  public static Progress begin(Session session, String verb, long total, LongSupplier nanoTime) {
    ChangingLine.Where where =
        session.quiet() ? ChangingLine.Where.NOWHERE : ChangingLine.Where.EVERYWHERE;
    return new Progress(new ChangingLine(session.streams(), where, nanoTime), verb, total);
  }

  @Override
  public void moved(long count) {
    done += count;
    line.show(this::text);
  }

  private String text() {
    String rate = size((long) (done / line.seconds())) + "/s";
    if (total <= 0) {
      return "%s %s, %s".formatted(verb, size(done), rate);
    }
    double part = Math.min(1, (double) done / total);
    String amount = "%s %s of %s, %s".formatted(verb, size(done), size(total), rate);
    return line.changes()
        ? ChangingLine.bar(part, BAR_WIDTH) + "  " + amount + line.timeLeft(part)
        : "%s%s (%d %%)".formatted(amount, line.timeLeft(part), (int) (100 * part));
  }

  /** A number of bytes for people. */
  public static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** Takes the bar away, so that what comes next starts on a clean line. */
  @Override
  public void close() {
    line.erase();
  }
}
