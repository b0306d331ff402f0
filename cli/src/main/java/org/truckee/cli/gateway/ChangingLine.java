package org.truckee.cli.gateway;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.truckee.cli.command.Streams;

/**
 * A line on standard error that says how far something is: on a terminal one that changes, and is
 * taken away in the end; elsewhere, if it is wanted there at all, a line now and then. What is over
 * at once shows nothing. Guarded by its owner.
 */
public final class ChangingLine {
  private static final long DELAY = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LINE_INTERVAL = TimeUnit.SECONDS.toNanos(10);
  private static final double TELLING = 0.001;
  private static final String ERASE = "\r\u001b[K";

  /** Where it is shown. */
  public enum Where {
    NOWHERE,
    TERMINALS,
    EVERYWHERE
  }

  private final PrintStream err;
  private final boolean terminal;
  private final boolean wanted;
  private final LongSupplier nanoTime;
  private final long started;
  private long next;
  private boolean shown;

  /**
   * A line that is not shown yet.
   *
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  public ChangingLine(Streams streams, Where where, LongSupplier nanoTime) {
    this.err = streams.err();
    this.terminal = streams.errIsTerminal();
    this.wanted = where == Where.EVERYWHERE || where == Where.TERMINALS && terminal;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.next = started + (terminal ? DELAY : LINE_INTERVAL);
  }

  /** Whether it is ever shown. */
  public boolean isWanted() {
    return wanted;
  }

  /** Whether it changes; otherwise each is a line of its own. */
  public boolean changes() {
    return terminal;
  }

  /** Shows a text, if it is time to. */
  public void show(Supplier<String> text) {
    long now = nanoTime.getAsLong();
    if (!wanted || now - next < 0) {
      return;
    }
    next = now + (terminal ? INTERVAL : LINE_INTERVAL);
    if (terminal) {
      shown = true;
      err.print(ERASE + text.get());
      err.flush();
    } else {
      err.println(text.get());
    }
  }

  /**
   * Takes it away, so that what comes next starts on a clean line.
   *
   * @return whether it was there
   */
  public boolean erase() {
    boolean was = shown;
    if (shown) {
      err.print(ERASE);
      err.flush();
      shown = false;
    }
    return was;
  }

  /** Since it was made; never nothing. */
  public double seconds() {
    return Math.max(1e-3, (nanoTime.getAsLong() - started) / 1e9);
  }

  /** As in {@code , 1:05 left}; nothing as long as too little is done to tell. */
  public String timeLeft(double part) {
    return part >= TELLING ? ", " + clock(seconds() * (1 - part) / part) + " left" : "";
  }

  /** As in {@code [##### ] 50 %}. */
  public static String bar(double part, int width) {
    int filled = (int) (part * width);
    return "[%s%s] %3d %%"
        .formatted("#".repeat(filled), " ".repeat(width - filled), (int) (100 * part));
  }

  /** As in 1:05 or 2:00:00. */
  public static String clock(double time) {
    long seconds = Math.round(time);
    long minutes = seconds / 60;
    return minutes < 60
        ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
  }
}
