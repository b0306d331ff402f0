package org.truckee.storage.disk;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
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
 * @param servedMarker a file outside of the directory, which the server makes when it has started;
 *     while it is there, a directory that has vanished is an error and not the beginning of a new
 *     one. Empty for no such check
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
    Optional<Path> servedMarker,
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
        Optional.empty(),
        "truckee");
  }

  /** The same with another clock. */
  public DiskStorageOptions withClock(Clock other) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        other,
        monotonicClock,
        reservedSpace,
        readOnly,
        durable,
        servedMarker,
        applicationVersion);
  }

  /** The same with another clock for durations. */
  public DiskStorageOptions withMonotonicClock(MonotonicClock other) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        clock,
        other,
        reservedSpace,
        readOnly,
        durable,
        servedMarker,
        applicationVersion);
  }

  /** The same with so many bytes left alone. */
  public DiskStorageOptions withReservedSpace(long bytes) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        clock,
        monotonicClock,
        bytes,
        readOnly,
        durable,
        servedMarker,
        applicationVersion);
  }

  /** The same, taking immutable shares or not. */
  public DiskStorageOptions withReadOnly(boolean wanted) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        clock,
        monotonicClock,
        reservedSpace,
        wanted,
        durable,
        servedMarker,
        applicationVersion);
  }

  /** The same, with syncs or without. */
  public DiskStorageOptions withDurable(boolean wanted) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        clock,
        monotonicClock,
        reservedSpace,
        readOnly,
        wanted,
        servedMarker,
        applicationVersion);
  }

  /** The same with a file that says that the directory was served. */
  public DiskStorageOptions withServedMarker(Path marker) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        clock,
        monotonicClock,
        reservedSpace,
        readOnly,
        durable,
        Optional.of(marker),
        applicationVersion);
  }

  /** The same under another name. */
  public DiskStorageOptions withApplicationVersion(String version) {
    return new DiskStorageOptions(
        directory,
        nodeId,
        clock,
        monotonicClock,
        reservedSpace,
        readOnly,
        durable,
        servedMarker,
        version);
  }
}
