package org.truckee.erasure;

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Finds out whether a kernel is faster than another, while running the candidate often enough for
 * the JVM to compile it.
 */
final class Trial {
  private static final int INPUTS = 4;
  private static final int OUTPUTS = 4;
  private static final int LENGTH = 4096;

  /**
   * Rounds that a candidate must win one after the other: by then it is compiled, and not lucky.
   */
  static final int ROUNDS_TO_WIN = 50;

  private final LongSupplier nanoTime;
  private final long limit;

  /** A trial that ends, lost, when the limit in nanoseconds has passed by the given clock. */
  Trial(LongSupplier nanoTime, long limit) {
    this.nanoTime = nanoTime;
    this.limit = limit;
  }

  /** Whether the candidate came to be faster in time; one that gives other bytes never is. */
  boolean isBetter(Kernel candidate, Kernel current) {
    Random random = new Random(1);
    byte[][] rows = random(random, OUTPUTS, INPUTS);
    byte[][] in = random(random, INPUTS, LENGTH);
    byte[][] out = new byte[OUTPUTS][LENGTH];
    byte[][] expected = new byte[OUTPUTS][LENGTH];
    long start = nanoTime.getAsLong();
    for (int won = 0; won < ROUNDS_TO_WIN; ) {
      long before = nanoTime.getAsLong();
      candidate.combine(rows, in, new int[INPUTS], out, new int[OUTPUTS], LENGTH);
      long between = nanoTime.getAsLong();
      current.combine(rows, in, new int[INPUTS], expected, new int[OUTPUTS], LENGTH);
      long after = nanoTime.getAsLong();
      if (!Arrays.deepEquals(out, expected) || after - start > limit) {
        return false;
      }
      won = between - before < after - between ? won + 1 : 0;
    }
    return true;
  }

  private static byte[][] random(Random random, int count, int length) {
    byte[][] arrays = new byte[count][length];
    for (byte[] array : arrays) {
      random.nextBytes(array);
    }
    return arrays;
  }
}
