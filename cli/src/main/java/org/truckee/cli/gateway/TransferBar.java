package org.truckee.cli.gateway;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.truckee.cli.command.Streams;

/**
 * Shows on a terminal how far a transfer of many files has come, how fast it is and how long it
 * will take. Shows nothing of one that is over at once. Guarded by its owner.
 */
public final class TransferBar {
  private static final long DELAY = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int WIDTH = 15;
  private static final String ERASE = "\r\u001b[K";

  /** A file takes as long as that many bytes more. */
  private static final long BYTES_OF_FILE = 1 << 16;

  private final PrintStream err;
  private final boolean wanted;
  private final LongSupplier nanoTime;
  private final long started;
  private long next;
  private boolean shown;

  /**
   * A bar that is not shown yet.
   *
   * @param wanted whether it is ever shown; never if standard error is no terminal
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  public TransferBar(Streams streams, boolean wanted, LongSupplier nanoTime) {
    this.err = streams.err();
    this.wanted = wanted && streams.errIsTerminal();
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.next = started + DELAY;
  }

  /** Whether it can be seen. */
  public boolean isWanted() {
    return wanted;
  }

  /** Shows it, if it is time to. */
  public void show(long doneFiles, long allFiles, long doneBytes, long allBytes) {
    long now = nanoTime.getAsLong();
    if (wanted && now - next >= 0) {
      next = now + INTERVAL;
      shown = true;
      err.print(ERASE + line(now, doneFiles, allFiles, doneBytes, allBytes));
      err.flush();
    }
  }

  private String line(long now, long doneFiles, long allFiles, long doneBytes, long allBytes) {
    double part = part(doneFiles, allFiles, doneBytes, allBytes);
    double seconds = Math.max(1e-3, (now - started) / 1e9);
    int filled = (int) (part * WIDTH);
    return "[%s%s] %3d %%  %d of %d files, %s of %s, %s/s%s"
        .formatted(
            "#".repeat(filled),
            " ".repeat(WIDTH - filled),
            (int) (100 * part),
            doneFiles,
            allFiles,
            Progress.size(doneBytes),
            Progress.size(allBytes),
            Progress.size((long) (doneBytes / seconds)),
            part > 0 ? ", " + clock(seconds * (1 - part) / part) + " left" : "");
  }

  private static double part(long doneFiles, long allFiles, long doneBytes, long allBytes) {
    double done = doneBytes + (double) BYTES_OF_FILE * doneFiles;
    double all = allBytes + (double) BYTES_OF_FILE * allFiles;
    return all == 0 ? 0 : Math.min(1, done / all);
  }

  /** As in 1:05 or 2:00:00. */
  public static String clock(double time) {
    long seconds = Math.round(time);
    long minutes = seconds / 60;
    return minutes < 60
        ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
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
}
