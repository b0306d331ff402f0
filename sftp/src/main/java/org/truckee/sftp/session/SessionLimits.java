package org.truckee.sftp.session;

import java.time.Duration;

/**
 * What one session may take.
 *
 * @param handles how many files may be open
 * @param requests how many requests may be under way; more are not read
 * @param packet the longest packet that is taken, in bytes
 * @param read the most that one read is answered with, in bytes
 * @param memoryWait how long a read waits for memory
 */
public record SessionLimits(int handles, int requests, int packet, int read, Duration memoryWait) {
  /** More than any client needs. */
  public static final SessionLimits DEFAULT =
      new SessionLimits(1024, 64, (256 << 10) + 4096, 256 << 10, Duration.ofSeconds(30));
}
