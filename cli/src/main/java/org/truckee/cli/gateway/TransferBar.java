package org.truckee.cli.gateway;

import java.util.function.LongSupplier;
import org.truckee.cli.command.Streams;

/**
 * Shows on a terminal how far a transfer of many files has come, how fast it is and how long it
 * will take. Shows nothing of one that is over at once. Guarded by its owner.
 */
public final class TransferBar {
  private static final int WIDTH = 15;

  /** A file takes as long as that many bytes more. */
  private static final long BYTES_OF_FILE = 1 << 16;

  private final ChangingLine line;

  /**
   * A bar that is not shown yet.
   *
   * @param wanted whether it is ever shown; never if standard error is no terminal
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  public TransferBar(Streams streams, boolean wanted, LongSupplier nanoTime) {
    this.line =
        new ChangingLine(
            streams, wanted ? ChangingLine.Where.TERMINALS : ChangingLine.Where.NOWHERE, nanoTime);
  }

  /** Whether it can be seen. */
  public boolean isWanted() {
    return line.isWanted();
  }

  /** Shows it, if it is time to. */
  public void show(long doneFiles, long allFiles, long doneBytes, long allBytes) {
    line.show(() -> text(doneFiles, allFiles, doneBytes, allBytes));
  }

  private String text(long doneFiles, long allFiles, long doneBytes, long allBytes) {
    double part = part(doneFiles, allFiles, doneBytes, allBytes);
    return "%s  %d of %d files, %s of %s, %s/s%s"
        .formatted(
            ChangingLine.bar(part, WIDTH),
            doneFiles,
            allFiles,
            Progress.size(doneBytes),
            Progress.size(allBytes),
            Progress.size((long) (doneBytes / line.seconds())),
            line.timeLeft(part));
  }

  private static double part(long doneFiles, long allFiles, long doneBytes, long allBytes) {
    double done = doneBytes + (double) BYTES_OF_FILE * doneFiles;
    double all = allBytes + (double) BYTES_OF_FILE * allFiles;
    return all == 0 ? 0 : Math.min(1, done / all);
  }

  /**
   * Takes it away, so that what comes next starts on a clean line.
   *
   * @return whether it was there
   */
  public boolean erase() {
    return line.erase();
  }
}
