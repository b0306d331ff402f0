package org.truckee.grid.transfer;

import java.time.Duration;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.memory.MemoryBudget;

/**
 * The memory of all downloads of a grid together. Thread-safe.
 *
 * @param budget what they may take, with a reserve for downloads that wait
 * @param patience after which a download that waits may take from the reserve
 * @param limit after which it is refused
 */
public record DownloadMemory(MemoryBudget budget, Duration patience, Duration limit) {
  /** With the times of the limits of downloads. */
  public static DownloadMemory of(MemoryBudget budget, DownloadLimits limits) {
    return new DownloadMemory(budget, limits.questionPatience(), limits.answerLimit());
  }

  /**
   * Waits for the memory of the first segments of a download.
   *
   * @param bytes how much they take
   * @throws TooManyTransfersException if there is none within the limit
   */
  public MemoryBudget.Grant take(long bytes)
      throws TooManyTransfersException, InterruptedException {
    return budget
        .takeWithin(patience, limit, bytes)
        .orElseThrow(
            () ->
                new TooManyTransfersException(
                    "too many downloads are under way, or rest half read: there was no memory for"
                        + " another one within %s. Close some, or try again later."
                            .formatted(TimeLimit.inWords(limit))));
  }
}
