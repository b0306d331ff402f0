package org.truckee.storage.disk;

import java.nio.file.Path;
import java.time.Clock;
import org.truckee.crypto.TubId;

/**
 * How a {@link DiskStorageServer} shall be run ({@code spec/04 §11}).
 *
 * @param directory the storage directory, which is created if it is missing
 * @param nodeId the identity that goes into mutable containers
 * @param clock what the calendar shows, for leases and advisories
 * @param monotonicClock for every duration
 * @param reservedSpace bytes of the disk to leave alone
 * @param readOnly whether no immutable shares are taken
 * @param durable whether what was acknowledged survives a power failure, not only a crash
 * @param discarding whether what is uploaded is accepted and thrown away, for tests of speed
 * @param applicationVersion name and version that the server gives of itself
 */
public record DiskStorageOptions(
    Path directory,
    TubId nodeId,
    Clock clock,
    MonotonicClock monotonicClock,
    long reservedSpace,
    boolean readOnly,
    boolean durable,
    boolean discarding,
    String applicationVersion) {
  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if the reserved space is negative
   */
  public DiskStorageOptions {
    if (reservedSpace < 0) {
      throw new IllegalArgumentException("%d bytes cannot be reserved".formatted(reservedSpace));
    }
  }

  /** A durable server that takes shares, by the system's clock, with no space reserved. */
  public static DiskStorageOptions of(Path directory, TubId nodeId) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        Clock.systemUTC(),
        MonotonicClock.SYSTEM,
        0,
        false,
        true,
        false,
        "truckee");
  }

  /** These options with another clock. */
  public DiskStorageOptions withClock(Clock other) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        other,
        monotonicClock,
        reservedSpace,
        readOnly,
        durable,
        discarding,
        applicationVersion);
  }

  /** These options with another clock for durations. */
  public DiskStorageOptions withMonotonicClock(MonotonicClock other) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        clock,
        other,
        reservedSpace,
        readOnly,
        durable,
        discarding,
        applicationVersion);
  }

  /** These options with so many bytes of the disk left alone. */
  public DiskStorageOptions withReservedSpace(long bytes) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        clock,
        monotonicClock,
        bytes,
        readOnly,
        durable,
        discarding,
        applicationVersion);
  }

  /** These options, with or without taking immutable shares. */
  public DiskStorageOptions withReadOnly(boolean wanted) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        clock,
        monotonicClock,
        reservedSpace,
        wanted,
        durable,
        discarding,
        applicationVersion);
  }

  /** These options, with syncs or without. */
  public DiskStorageOptions withDurable(boolean wanted) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        clock,
        monotonicClock,
        reservedSpace,
        readOnly,
        wanted,
        discarding,
        applicationVersion);
  }

  /** These options, with what is uploaded thrown away or not. */
  public DiskStorageOptions withDiscarding(boolean wanted) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        clock,
        monotonicClock,
        reservedSpace,
        readOnly,
        durable,
        wanted,
        applicationVersion);
  }

  /** These options with another name and version. */
  public DiskStorageOptions withApplicationVersion(String version) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        clock,
        monotonicClock,
        reservedSpace,
        readOnly,
        durable,
        discarding,
        version);
  }
}
