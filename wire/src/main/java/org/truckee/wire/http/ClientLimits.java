package org.truckee.wire.http;

import java.time.Duration;

/**
 * How long a {@link StorageHttpClient} waits and how much it takes.
 *
 * @param connect for a connection, from the first packet to the end of the TLS handshake
 * @param idle for the next byte of an answer, or for room to send the next byte of a request
 * @param call for a whole request and its answer, beside the time that its bytes take
 * @param minimumBytesPerSecond how fast the bytes of a request or answer must move
 * @param answerBytes the largest message, and the largest range of a mutable share, that is taken
 */
public record ClientLimits(
    Duration connect, Duration idle, Duration call, int minimumBytesPerSecond, int answerBytes) {
  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public ClientLimits {
    if (!connect.isPositive()
        || !idle.isPositive()
        || !call.isPositive()
        || minimumBytesPerSecond < 1
        || answerBytes < 1) {
      throw new IllegalArgumentException("the limits of a client are positive");
    }
  }

  /** 10 s to connect, 60 s idle, 120 s and 10 kB/s for a call, 128 MiB. */
  public static ClientLimits defaults() {
    return new ClientLimits(
        Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(120), 10_000, 128 << 20);
  }

  /** These limits with another time to connect. */
  ClientLimits withConnect(Duration other) {
    return new ClientLimits(other, idle, call, minimumBytesPerSecond, answerBytes);
  }

  /**
   * These limits for calls that end within a time. What is waited for between bytes stays as it is:
   * a call for which that is less than its connection has rested finds the connection closed.
   */
  ClientLimits within(Duration limit) {
    return new ClientLimits(limit, idle, limit, minimumBytesPerSecond, answerBytes);
  }

  /** The time for a call that moves {@code bytes}. */
  Duration callOf(long bytes) {
    return call.plusSeconds(bytes / minimumBytesPerSecond);
  }
}
