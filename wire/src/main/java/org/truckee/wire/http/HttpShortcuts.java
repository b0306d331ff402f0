package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketReader;
import org.truckee.storage.ByteRange;
import org.truckee.storage.Excerpt;
import org.truckee.storage.FoundShare;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageShortcuts;
import org.truckee.wire.http.Extensions.Extension;

/** The requests that only servers of ours know ({@code docs/protocol-extensions.md}). */
final class HttpShortcuts implements StorageShortcuts {
  private final ServerCalls calls;
  private final Extensions extensions;
  private final ExcerptCalls excerpts;
  private final WholeShareCalls wholeShares;
  private final ShareList list;

  /** Readers for all shares of an index, with a question that every server understands. */
  @FunctionalInterface
  interface ShareList {
    Map<ShareNumber, BucketReader> of(StorageIndex index)
        throws StorageException, InterruptedException;
  }

  HttpShortcuts(
      ServerCalls calls,
      Extensions extensions,
      ExcerptCalls excerpts,
      WholeShareCalls wholeShares,
      ShareList list) {
    this.calls = calls;
    this.extensions = extensions;
    this.excerpts = excerpts;
    this.wholeShares = wholeShares;
    this.list = list;
  }

  @Override
  public boolean storesWhole() {
    return extensions.has(Extension.STORE);
  }

  @Override
  public Optional<Allocation> storeWhole(
      StorageIndex index, LeaseSecrets leases, Map<ShareNumber, ByteBuffer> shares)
      throws StorageException, InterruptedException {
    if (shares.size() > Messages.MAXIMUM_SHARES) {
      throw new IllegalArgumentException("cannot store %d shares".formatted(shares.size()));
    }
    Optional<Allocation> allocation =
        storesWhole() ? wholeShares.store(index, leases, shares) : Optional.empty();
    if (allocation.isEmpty()) {
      // The server was replaced by one that knows nothing of this.
      extensions.forget();
    }
    return allocation;
  }

  @Override
  public Map<ShareNumber, FoundShare> findShares(
      StorageIndex index, List<ByteRange> likely, int most)
      throws StorageException, InterruptedException {
    if (likely.size() > MAXIMUM_EXCERPTS) {
      throw new IllegalArgumentException("%d ranges are too many".formatted(likely.size()));
    }
    List<ByteRange> ranges = likely.stream().filter(range -> range.length() > 0).toList();
    Optional<Map<ShareNumber, List<Excerpt>>> along =
        excerpts.find(ShareKind.IMMUTABLE, index, ranges, most);
    if (along.isEmpty()) {
      return FoundShare.withoutExcerpts(list.of(index));
    }
    Map<ShareNumber, FoundShare> found = new HashMap<>();
    along
        .get()
        .forEach((share, sent) -> found.put(share, new FoundShare(reader(index, share), sent)));
    return found;
  }

  private BucketReader reader(StorageIndex index, ShareNumber share) {
    return new HttpShareReader(calls, new Target.Share(ShareKind.IMMUTABLE, index, share));
  }
}
