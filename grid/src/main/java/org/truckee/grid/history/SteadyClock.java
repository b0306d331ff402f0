package org.truckee.grid.history;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Tells the time of day from when it was made on, without ever going back: somebody who sets the
 * computer's clock moves no event of an operation before another.
 */
final class SteadyClock {
  private final Instant begin;
  private final long beginNanos;
  private final LongSupplier nanoTime;

  SteadyClock(Clock clock, LongSupplier nanoTime) {
    this.begin = clock.instant();
    this.beginNanos = nanoTime.getAsLong();
    this.nanoTime = nanoTime;
  }

  /** When it was made. */
  Instant begin() {
    return begin;
  }

  Instant now() {
    return begin.plusNanos(nanoTime.getAsLong() - beginNanos);
  }

  /** The time since it was made. */
  Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - beginNanos);
  }
}
