package org.truckee.grid.mutable.file;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.truckee.grid.BackOff;
import org.truckee.grid.UncoordinatedWriteException;

/**
 * Waits longer each time, and for a random part of that, so that two writers do not meet again
 * ({@code spec/02 §13.5}). Used for one change.
 */
public final class RandomBackOff implements BackOff {
  private static final int TRIES = 4;
  private static final double FACTOR = Math.E;
  private static final double SPREAD = 0.11962656492;

  private final RandomGenerator random;
  private double delay;

  /** Begins with {@code unit}; one second is what all implementations do. */
  public RandomBackOff(RandomGenerator random, Duration unit) {
    this.random = random;
    this.delay = unit.toNanos();
  }

  @Override
  public void beforeNextTry(int failedTries, UncoordinatedWriteException last)
      throws UncoordinatedWriteException, InterruptedException {
    if (failedTries >= TRIES) {
      throw last;
    }
    delay *= FACTOR;
    delay = random.nextGaussian(delay, delay * SPREAD);
    Thread.sleep(Duration.ofNanos((long) Math.max(0, delay)));
  }
}
