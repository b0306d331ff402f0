package org.truckee.erasure;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Works with a kernel that is good at once until another one has shown that it is better.
 *
 * <p>Code that uses the Vector API is fast once C2 has compiled it, and some thousand times slower
 * before: the first segment of a process would take half a second, and every one in a JVM without
 * C2. So the first kernel serves until the process has coded enough for speed to matter; then a
 * {@link Trial} in the background decides, once and for all.
 */
final class AdaptiveKernel implements Kernel {
  /**
   * Products of bytes, in the order of ten segments: less work than this does not pay for a trial.
   */
  static final long TRIAL_AFTER = 64L << 20;

  private final Kernel candidate;
  private final Trial trial;
  private final Executor background;
  private final AtomicLong products = new AtomicLong();
  private volatile Kernel current;
  private volatile boolean decided;

  AdaptiveKernel(Kernel first, Kernel candidate, Trial trial, Executor background) {
    this.current = first;
    this.candidate = candidate;
    this.trial = trial;
    this.background = background;
  }

  @Override
  public String name() {
    return current.name();
  }

  @Override
  public void combine(
      byte[][] rows, byte[][] in, int[] inOffsets, byte[][] out, int[] outOffsets, int length) {
    current.combine(rows, in, inOffsets, out, outOffsets, length);
    if (!decided) {
      long more = (long) rows.length * in.length * length;
      long sum = products.addAndGet(more);
      if (sum >= TRIAL_AFTER && sum - more < TRIAL_AFTER) {
        background.execute(this::decide);
      }
    }
  }

  private void decide() {
    if (trial.isBetter(candidate, current)) {
      current = candidate;
    }
    decided = true;
  }
}
