package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;
import org.truckee.http.RangeHeaders;
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
  private final WholeShareCalls wholeShares;
  private final ShareList list;

  /** Readers for all shares of an index, with a question that every server understands. */
  @FunctionalInterface
  interface ShareList {
    Map<ShareNumber, BucketReader> of(StorageIndex index)
        throws StorageException, InterruptedException;
  }

  HttpShortcuts(
      ServerCalls calls, Extensions extensions, WholeShareCalls wholeShares, ShareList list) {
    this.calls = calls;
    this.extensions = extensions;
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
    if (!extensions.has(Extension.EXCERPTS) || ranges.isEmpty()) {
      return FoundShare.withoutExcerpts(list.of(index));
    }
    String what = "excerpts of " + index.abbreviated();
    Answer answer = excerpts(index, ranges, Math.min(most, Excerpts.MAXIMUM_BYTES), what);
    if (answer.status() == 404) {
      // The server was replaced by one that knows nothing of this.
      extensions.forget();
    }
    if (answer.status() != 200) {
      return FoundShare.withoutExcerpts(list.of(index));
    }
    Map<ShareNumber, List<Excerpt>> along =
        calls.decode(calls.message(answer, what, 200), what, in -> Excerpts.decode(in, ranges));
    Map<ShareNumber, FoundShare> found = new HashMap<>();
    along.forEach(
        (share, excerpts) -> found.put(share, new FoundShare(reader(index, share), excerpts)));
    return found;
  }

  private BucketReader reader(StorageIndex index, ShareNumber share) {
    return new HttpShareReader(calls, new Target.Share(ShareKind.IMMUTABLE, index, share));
  }

  private Answer excerpts(StorageIndex index, List<ByteRange> ranges, int most, String what)
      throws StorageException, InterruptedException {
    String header = RangeHeaders.request(ranges.stream().map(StorageExchange::range).toList());
    return calls.get(
        () ->
            calls
                .request("GET", new Target.Excerpts(index, most))
                .headers(headers -> headers.put("Range", header)),
        what,
        (status, _) ->
            status == 200 ? AnswerBody.collect(Excerpts.longest(most), false) : ServerCalls.error(),
        most);
  }
}
