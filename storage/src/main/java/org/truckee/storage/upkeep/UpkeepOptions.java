package org.truckee.storage.upkeep;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * How the upkeep of a storage server shall be done.
 *
 * @param directory where the state files are: the storage directory
 * @param expiration what happens to leases
 * @param counting how fast buckets are counted
 * @param checking how fast leases are checked
 * @param clock what the calendar shows
 * @param nanos for durations: nanoseconds since some moment
 */
public record UpkeepOptions(
    Path directory,
    Expiration expiration,
    Pace counting,
    Pace checking,
    Clock clock,
    LongSupplier nanos) {
  /** The usual pace, by the system's clock. */
  public static UpkeepOptions of(Path directory, Expiration expiration) {
    return new UpkeepOptions(
        directory,
        expiration,
        Pace.OF_COUNTER,
        Pace.OF_LEASE_CHECKER,
        Clock.systemUTC(),
        System::nanoTime);
  }

  /** These with another pace. */
  public UpkeepOptions withPace(Pace forCounting, Pace forChecking) {
    return new UpkeepOptions(directory, expiration, forCounting, forChecking, clock, nanos);
  }

  /** These with other clocks. */
  public UpkeepOptions withClocks(Clock other, LongSupplier otherNanos) {
    return new UpkeepOptions(directory, expiration, counting, checking, other, otherNanos);
  }
}
