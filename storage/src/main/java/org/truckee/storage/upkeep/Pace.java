package org.truckee.storage.upkeep;

import java.time.Duration;

/**
 * How fast a crawler goes ({@code spec/04 §14.1}).
 *
 * @param delay from the start of the server to its first step
 * @param slice how long it works at a time
 * @param share the part of all time in which it works, over 0 and at most 1
 * @param pause the least time from the end of one walk to the beginning of the next
 */
public record Pace(Duration delay, Duration slice, double share, Duration pause) {
  /** Short, so that requests beside it notice little. */
  private static final Duration SLICE = Duration.ofMillis(100);

  private static final double TENTH = 0.1;

  /** That of the counter of buckets. */
  public static final Pace OF_COUNTER =
      new Pace(Duration.ofSeconds(300), SLICE, TENTH, Duration.ofHours(1));

  /** That of the lease checker. */
  public static final Pace OF_LEASE_CHECKER =
      new Pace(Duration.ofSeconds(360), SLICE, TENTH, Duration.ofHours(12));

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if it never gets anywhere
   */
  public Pace {
    if (!(share > 0 && share <= 1) || slice.isNegative() || slice.isZero()) {
      throw new IllegalArgumentException("a crawler has to work sometimes");
    }
  }

  /** This with another delay and another part of the time. */
  public Pace with(Duration otherDelay, double otherShare) {
    return new Pace(otherDelay, slice, otherShare, pause);
  }

  /** How long it rests when it has worked for some time. */
  Duration restAfter(Duration work) {
    return Duration.ofNanos((long) (work.toNanos() / share) - work.toNanos());
  }
}
