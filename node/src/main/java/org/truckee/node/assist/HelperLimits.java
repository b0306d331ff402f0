package org.truckee.node.assist;

import java.time.Duration;

/**
 * How long one side of an upload waits for the other.
 *
 * @param call for the answer to a call
 * @param look from one look for a sign of life of the helper to the next, while it uploads
 * @param silence for a sign of life
 * @param idle for the helper to ask for something, or to be done; beside that, it has time that
 *     grows with the file
 */
public record HelperLimits(Duration call, Duration look, Duration silence, Duration idle) {
  /** Bytes per second that the slowest helper uploads. */
  private static final long SLOWEST = 32 << 10;

  /** Bytes per second that the slowest client skips. */
  private static final long SLOWEST_SKIP = 4 << 20;

  /** 5 min, 5 s, 1 min, 1 h. */
  public static HelperLimits defaults() {
    return new HelperLimits(
        Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofHours(1));
  }

  /** How long the helper may be busy with a file of so many bytes, without a word. */
  Duration idle(long size) {
    return idle.plusSeconds(size / SLOWEST);
  }

  /** How long a client may take to give bytes, when it has to skip so many before them. */
  Duration read(long skipped) {
    return call.plusSeconds(skipped / SLOWEST_SKIP);
  }
}
