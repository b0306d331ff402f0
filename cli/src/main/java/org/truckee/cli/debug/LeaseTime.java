package org.truckee.cli.debug;

import java.time.Instant;

/**
 * How long leases are still valid.
 *
 * @param now when that is asked
 */
record LeaseTime(Instant now) {
  private static final long HOUR = 3600;
  private static final long DAY = 24 * HOUR;

  /** Seconds until then; below 0 if it is past. */
  long left(long expiration) {
    return expiration - now.getEpochSecond();
  }

  /** The same in words, as in {@code 90000s (1 days)}. */
  String words(long expiration) {
    long left = left(expiration);
    if (left > DAY) {
      return "%ds (%d days)".formatted(left, left / DAY);
    }
    return left > HOUR ? "%ds (%d hours)".formatted(left, left / HOUR) : left + "s";
  }
}
