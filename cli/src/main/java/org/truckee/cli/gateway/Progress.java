package org.truckee.cli.gateway;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.Streams;

/**
 * Shows on standard error how far a transfer has come: as a bar on a terminal, elsewhere as a plain
 * line now and then. A transfer that is over at once shows nothing.
 */
public final class Progress implements Gateway.BytesMoved, AutoCloseable {
  private static final long BAR_DELAY = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long BAR_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LINE_INTERVAL = TimeUnit.SECONDS.toNanos(10);
  private static final int BAR_WIDTH = 30;
  private static final String ERASE = "\r\u001b[K";
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private final PrintStream err;
  private final boolean terminal;
  private final boolean silent;
  private final String verb;
  private final long total;
  private final LongSupplier nanoTime;
  private final long started;
  private long next;
  private long done;
  private boolean shown;

  private Progress(
      Streams streams, boolean silent, String verb, long total, LongSupplier nanoTime) {
    this.err = streams.err();
    this.terminal = streams.errIsTerminal();
    this.silent = silent;
    this.verb = verb;
    this.total = total;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.next = started + (terminal ? BAR_DELAY : LINE_INTERVAL);
  }

  /**
   * Begins.
   *
   * @param verb what happens, such as {@code sent}
   * @param total bytes in all, −1 if unknown
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  public static Progress begin(Session session, String verb, long total, LongSupplier nanoTime) {
    return new Progress(session.streams(), session.quiet(), verb, total, nanoTime);
  }

  @Override
  public void moved(long count) {
    done += count;
    long now = nanoTime.getAsLong();
    if (silent || now - next < 0) {
      return;
    }
    next = now + (terminal ? BAR_INTERVAL : LINE_INTERVAL);
    shown = true;
    if (terminal) {
      err.print(ERASE + line(now));
      err.flush();
    } else {
      err.println(line(now));
    }
  }

  private String line(long now) {
    double seconds = Math.max(1e-3, (now - started) / 1e9);
    String rate = size((long) (done / seconds)) + "/s";
    if (total <= 0) {
      return "%s %s, %s".formatted(verb, size(done), rate);
    }
    int percent = (int) Math.min(100, done * 100.0 / total);
    String amount = "%s %s of %s, %s".formatted(verb, size(done), size(total), rate);
    if (!terminal) {
      return "%s (%d %%)".formatted(amount, percent);
    }
    int filled = percent * BAR_WIDTH / 100;
    return "[%s%s] %3d %%  %s"
        .formatted("#".repeat(filled), " ".repeat(BAR_WIDTH - filled), percent, amount);
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
    if (terminal && shown) {
      err.print(ERASE);
      err.flush();
    }
  }
}
