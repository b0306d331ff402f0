package org.truckee.bench.grid;

import java.io.IOException;

/**
 * Does a job over and over until it gets no faster. A JVM compiles what it runs often, and its
 * first thousands of requests say little about the weeks that a node runs.
 *
 * @param sizes of one time
 * @param payloads gives the contents
 * @param most times after which it ends in any case
 */
record WarmUp(Job job, Sizes sizes, Payloads payloads, int most) {
  /** Times without progress before it is believed. */
  private static final int PATIENCE = 6;

  /** What is less than this part faster than the best time is no progress. */
  private static final double PROGRESS = 0.03;

  /** Returns how often the job was done. */
  int run(ContenderGrid grid) throws IOException, InterruptedException {
    long best = Long.MAX_VALUE;
    int without = 0;
    int times = 0;
    while (times < most && without < PATIENCE) {
      long start = System.nanoTime();
      job.run(grid, sizes, payloads, (_, _) -> {});
      long took = System.nanoTime() - start;
      grid.discardLargeShares();
      times++;
      without = took < best * (1 - PROGRESS) ? 0 : without + 1;
      best = Math.min(best, took);
    }
    return times;
  }
}
