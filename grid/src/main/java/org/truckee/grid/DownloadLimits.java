package org.truckee.grid;

import java.time.Duration;

/**
 * What downloads may take of memory and time.
 *
 * @param readAhead bytes of segments that one read keeps in memory beyond those being delivered; at
 *     least one segment is always worked on
 * @param memory bytes that the segments of all downloads of a grid may take together, and as many
 *     again for shares that are verified; each download has at least one segment
 * @param reserve bytes beside them for the first segments of downloads that found no memory within
 *     {@code questionPatience}, since others may rest half read for ever; one that finds none here
 *     either fails after {@code answerLimit}
 * @param requestSize bytes of a share that are asked for at once when reading on
 * @param questions how many servers are asked at the same time which shares they have, ≥ 1
 * @param questionPatience how long an answer may take before further servers are asked
 * @param hedgeFloor the shortest time after which a slow block is asked for from another share
 * @param hedgeCeiling the longest such time, also when nothing is known of the servers yet
 * @param answerLimit how long a server may take for one answer before it counts as lost
 */
public record DownloadLimits(
    long readAhead,
    long memory,
    long reserve,
    int requestSize,
    int questions,
    Duration questionPatience,
    Duration hedgeFloor,
    Duration hedgeCeiling,
    Duration answerLimit) {
  /** Good for broadband and data centres alike. */
  public static final DownloadLimits DEFAULT =
      new DownloadLimits(
          10L << 20,
          24L << 20,
          48L << 20,
          1 << 20,
          10,
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60));

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public DownloadLimits {
    if (readAhead < 1 || memory < 1 || reserve < 1 || requestSize < 1 || questions < 1) {
      throw new IllegalArgumentException(
          "read-ahead, memory, reserve, request size and questions must be positive, not"
              + " %d, %d, %d, %d, %d"
                  .formatted(readAhead, memory, reserve, requestSize, questions));
    }
  }

  /** These limits with other amounts of memory for one download. */
  public DownloadLimits withSizes(long readAheadBytes, int requestBytes) {
    return new DownloadLimits(
        readAheadBytes,
        memory,
        reserve,
        requestBytes,
        questions,
        questionPatience,
        hedgeFloor,
        hedgeCeiling,
        answerLimit);
  }

  /**
   * These limits with other times: for a question, for hedging at least and most, for giving up.
   */
  public DownloadLimits withTimes(
      Duration patience, Duration floor, Duration ceiling, Duration limit) {
    return new DownloadLimits(
        readAhead, memory, reserve, requestSize, questions, patience, floor, ceiling, limit);
  }

  /** These limits with another amount of memory for all downloads together. */
  public DownloadLimits withMemory(long bytes) {
    return withMemory(bytes, reserve);
  }

  /** These limits with another amount of memory, and another reserve beside it. */
  public DownloadLimits withMemory(long bytes, long reserveBytes) {
    return new DownloadLimits(
        readAhead,
        bytes,
        reserveBytes,
        requestSize,
        questions,
        questionPatience,
        hedgeFloor,
        hedgeCeiling,
        answerLimit);
  }
}
