package org.truckee.storage.disk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;

/**
 * Shares that were stored whole a moment ago, and whose bucket nobody has looked at since. Only
 * these may be taken back: nobody can rely on them but who stored them. Thread-safe; who holds an
 * index alone can rely on what is said of it.
 */
final class FreshShares {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Each takes some hundred bytes. */
  private static final int MOST_SHARES = 8192;

  private final Clock clock;
  private final LinkedHashMap<StorageIndex, Fresh> buckets = new LinkedHashMap<>();
  private int count;

  FreshShares(Clock clock) {
    this.clock = clock;
  }

  private record Fresh(Set<ShareNumber> shares, Instant end) {}

  /** These shares of a bucket that had none were stored. */
  synchronized void note(StorageIndex index, Set<ShareNumber> shares) {
    forget(index);
    buckets.put(index, new Fresh(new HashSet<>(shares), clock.instant().plus(LIMIT)));
    count += shares.size();
    while (count > MOST_SHARES) {
      forget(buckets.firstEntry().getKey());
    }
  }

  /** Somebody learns what there is in the bucket. */
  synchronized void forget(StorageIndex index) {
    Fresh fresh = buckets.remove(index);
    count -= fresh == null ? 0 : fresh.shares.size();
  }

  /** Whether the share may be taken back; it will not be so again. */
  synchronized boolean take(StorageIndex index, ShareNumber share) {
    Fresh fresh = buckets.get(index);
    boolean taken =
        fresh != null && clock.instant().isBefore(fresh.end) && fresh.shares.remove(share);
    count -= taken ? 1 : 0;
    return taken;
  }
}
