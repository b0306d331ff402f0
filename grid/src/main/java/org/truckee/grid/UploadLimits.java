package org.truckee.grid;

import java.time.Duration;

/**
 * What an upload may take of memory and time.
 *
 * @param maxSegmentsInFlight how many segments are in memory at once, ≥ 1
 * @param memory bytes that segments and their parity may take together, in all uploads of a grid;
 *     each has at least one segment, and waits until there is memory for it
 * @param writeSize bytes of a share that are gathered before they are sent, as far as the segments
 *     in memory reach
 * @param queryLimit how long a server may take to answer before the first byte of a share is sent
 * @param stragglerGrace how long such an answer is still waited for when the upload could do
 *     without it
 * @param stallLimit how long the other servers wait in all for one that does not take its data;
 *     writes that take less than a quarter of it do not count
 * @param foreignLimit how long shares that others are uploading are waited for while nothing
 *     happens to them
 * @param versionAge how long a server's word on its free space is relied on
 */
public record UploadLimits(
    int maxSegmentsInFlight,
    long memory,
    int writeSize,
    Duration queryLimit,
    Duration stragglerGrace,
    Duration stallLimit,
    Duration foreignLimit,
    Duration versionAge) {
  /** Good for broadband and data centres alike. */
  public static final UploadLimits DEFAULT =
      new UploadLimits(
          8,
          40L << 20,
          1 << 20,
          Duration.ofSeconds(15),
          Duration.ofSeconds(1),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public UploadLimits {
    if (maxSegmentsInFlight < 1 || memory < 1 || writeSize < 1) {
      throw new IllegalArgumentException(
          "segments in flight, memory and write size must be positive, not %d, %d, %d"
              .formatted(maxSegmentsInFlight, memory, writeSize));
    }
  }

  /** These limits with another number of segments in memory. */
  public UploadLimits withMaxSegmentsInFlight(int segments) {
    return new UploadLimits(
        segments,
        memory,
        writeSize,
        queryLimit,
        stragglerGrace,
        stallLimit,
        foreignLimit,
        versionAge);
  }

  /** These limits with another size of writes. */
  public UploadLimits withWriteSize(int bytes) {
    return new UploadLimits(
        maxSegmentsInFlight,
        memory,
        bytes,
        queryLimit,
        stragglerGrace,
        stallLimit,
        foreignLimit,
        versionAge);
  }

  /** These limits with other times for servers. */
  public UploadLimits withTimes(Duration query, Duration grace, Duration stall) {
    return new UploadLimits(
        maxSegmentsInFlight, memory, writeSize, query, grace, stall, foreignLimit, versionAge);
  }

  /** These limits with another age up to which a server's word on its space counts. */
  public UploadLimits withVersionAge(Duration age) {
    return new UploadLimits(
        maxSegmentsInFlight,
        memory,
        writeSize,
        queryLimit,
        stragglerGrace,
        stallLimit,
        foreignLimit,
        age);
  }

  /** These limits with another patience with other uploads of the same file. */
  public UploadLimits withForeignLimit(Duration limit) {
    return new UploadLimits(
        maxSegmentsInFlight,
        memory,
        writeSize,
        queryLimit,
        stragglerGrace,
        stallLimit,
        limit,
        versionAge);
  }
}
