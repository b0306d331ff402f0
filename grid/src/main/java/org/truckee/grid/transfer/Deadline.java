package org.truckee.grid.transfer;

import java.time.Duration;

/** A moment at which waiting ends. Not affected by changes of the computer's clock. */
public final class Deadline {
  private static final Duration LONGEST = Duration.ofDays(10_000);

  /** A moment that does not come. */
  public static final Deadline NEVER = after(LONGEST);

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The moment when {@code limit} has passed from now on. */
  public static Deadline after(Duration limit) {
    Duration bounded = limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  /** The earlier one of this and another moment. */
  public Deadline orEarlier(Deadline other) {
    return other.nanoTime - nanoTime < 0 ? other : this;
  }

  /** The earlier one of this moment and the one when {@code limit} has passed from now on. */
  public Deadline orAfter(Duration limit) {
    return orEarlier(after(limit));
  }

  /** The time that is left, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /** Whether no time is left. */
  public boolean hasPassed() {
    return nanoTime - System.nanoTime() <= 0;
  }
}
