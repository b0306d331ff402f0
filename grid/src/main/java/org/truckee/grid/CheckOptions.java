package org.truckee.grid;

import java.time.Duration;
import java.util.Optional;

/**
 * How a file is checked.
 *
 * @param verify whether every byte of every share is read and validated; without it servers are
 *     believed
 * @param addLease whether every server is asked to add or renew a lease on its shares
 * @param progress hears of the share bytes that were verified, and of those known to exist so far
 * @param timeLimit for the whole check; empty for as long as it takes
 */
public record CheckOptions(
    boolean verify, boolean addLease, ProgressListener progress, Optional<Duration> timeLimit) {
  /** Only asks which shares there are. */
  public static final CheckOptions QUICK =
      new CheckOptions(false, false, ProgressListener.NONE, Optional.empty());

  /** Reads and validates everything. */
  public static final CheckOptions VERIFY =
      new CheckOptions(true, false, ProgressListener.NONE, Optional.empty());

  /** These options, with or without adding leases. */
  public CheckOptions withAddLease(boolean add) {
    return new CheckOptions(verify, add, progress, timeLimit);
  }

  /** These options with a listener. */
  public CheckOptions withProgress(ProgressListener listener) {
    return new CheckOptions(verify, addLease, listener, timeLimit);
  }

  /** These options with a time limit for the whole check. */
  public CheckOptions withTimeLimit(Duration limit) {
    return new CheckOptions(verify, addLease, progress, Optional.of(limit));
  }
}
