package org.truckee.storage.disk;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;

/**
 * Shares that were stored whole a moment ago, and whose bucket nobody has looked at since. Only
 * these may be taken back: no client but the one that stored them can rely on them. Thread-safe;
 * what is said of an index stays true for a caller that holds the index alone.
 */
final class FreshShares {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** How many shares are remembered; each takes some hundred bytes. */
  private static final int MOST_SHARES = 8192;

  private final MonotonicClock clock;
  private final LinkedHashMap<StorageIndex, Fresh> buckets = new LinkedHashMap<>();
  private int count;

  FreshShares(MonotonicClock clock) {
    this.clock = clock;
  }

  /** The shares that one call has stored. */
  static final class Fresh {
    private final Set<ShareNumber> shares;
    private final long begin;

    private Fresh(Set<ShareNumber> shares, long begin) {
      this.shares = new HashSet<>(shares);
      this.begin = begin;
    }
  }

  /**
   * These shares of a bucket that had none were stored.
   *
   * @return what {@link #take} wants from whoever stored them
   */
  synchronized Fresh note(StorageIndex index, Set<ShareNumber> shares) {
    Fresh noted = new Fresh(shares, clock.nanos());
    forget(index);
    if (!shares.isEmpty()) {
      buckets.put(index, noted);
      count += shares.size();
    }
    while (count > MOST_SHARES) {
      forget(buckets.firstEntry().getKey());
    }
    return noted;
  }

  /** A client learns what there is in the bucket, so that its shares must stay. */
  synchronized void forget(StorageIndex index) {
    Fresh fresh = buckets.remove(index);
    count -= fresh == null ? 0 : fresh.shares.size();
  }

  /** Whether the share may be taken back by the client that stored it; true only once. */
  synchronized boolean take(Fresh stored, StorageIndex index, ShareNumber share) {
    boolean taken =
        buckets.get(index) == stored
            && clock.nanos() - stored.begin < LIMIT.toNanos()
            && stored.shares.remove(share);
    count -= taken ? 1 : 0;
    if (taken && stored.shares.isEmpty()) {
      buckets.remove(index);
    }
    return taken;
  }

  /** How many buckets are remembered. */
  synchronized int size() {
    return buckets.size();
  }
}
