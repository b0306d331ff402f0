package org.truckee.wire.http;

import java.time.Duration;

/**
 * What a client may ask of a {@link StorageHttpServer}.
 *
 * @param idle how long a connection may rest, or take to send the headers of a request, before it
 *     is closed; also the start that a slow body or a slow reader gets
 * @param minimumBytesPerSecond a body that comes in, or is read, more slowly than this after that
 *     time is cut off
 * @param connections how many connections are open at once; more wait to be accepted
 * @param slotRequestBytes the largest read-test-write request
 * @param bufferedBytes how many bytes of messages that are received are held in memory at once, and
 *     how many of answers to read-test-writes and with excerpts; a request that does not fit waits
 *     for its turn, or does without excerpts. While a message is read or written up to twice its
 *     size is used
 * @param uploads how many immutable shares may be in the making at once; beyond that none are
 *     allocated
 */
public record ServerLimits(
    Duration idle,
    int minimumBytesPerSecond,
    int connections,
    int slotRequestBytes,
    int bufferedBytes,
    int uploads) {
  private static final int MIB = 1 << 20;

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if one is not positive, or if a slot request may be larger
   *     than the memory for all
   */
  public ServerLimits {
    if (!idle.isPositive()
        || minimumBytesPerSecond < 1
        || connections < 1
        || slotRequestBytes < 1
        || uploads < 1) {
      throw new IllegalArgumentException("the limits of a server are positive");
    }
    if (bufferedBytes < Math.max(slotRequestBytes, MIB)) {
      throw new IllegalArgumentException(
          "%d bytes of memory cannot hold the largest request".formatted(bufferedBytes));
    }
  }

  /** 60 s, 1 kB/s, 2000 connections, 64 MiB slot requests, 96 MiB in all, 10000 uploads. */
  public static ServerLimits defaults() {
    return new ServerLimits(Duration.ofSeconds(60), 1000, 2000, 64 * MIB, 96 * MIB, 10_000);
  }
}
