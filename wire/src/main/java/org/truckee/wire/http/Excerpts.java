package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ByteRange;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.Excerpt;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.LocalStorageServer.OpenShare;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageShortcuts;

/**
 * The shares of an index, and ranges of those that there is room for ({@code
 * docs/protocol-extensions.md}): a map from share numbers to the byte strings of the ranges, or to
 * nothing where they did not fit.
 */
final class Excerpts {
  /** A server sends no more along than this, whatever it is asked for. */
  static final int MAXIMUM_BYTES = 1 << 20;

  /** Beside the data: heads of items, and all share numbers there can be. */
  private static final int HEADS_OF_SHARE = 8 + 5 * StorageShortcuts.MAXIMUM_EXCERPTS;

  private static final Logger LOG = LoggerFactory.getLogger(Excerpts.class);

  private final Map<ShareNumber, List<byte[]>> shares;
  private final int size;

  private Excerpts(Map<ShareNumber, List<byte[]>> shares, int size) {
    this.shares = shares;
    this.size = size;
  }

  /** Reads what fits, beginning with the lowest share number. */
  static Excerpts ofBucket(
      LocalStorageServer store, StorageIndex index, List<ByteRange> ranges, int most)
      throws StorageException {
    Map<ShareNumber, List<byte[]>> shares = new LinkedHashMap<>();
    int left = most;
    int size = 0;
    for (ShareNumber number : new TreeSet<>(store.listShares(ShareKind.IMMUTABLE, index))) {
      List<byte[]> data = List.of();
      try (OpenShare share = store.openShare(ShareKind.IMMUTABLE, index, number).orElse(null)) {
        if (share == null) {
          continue;
        }
        data = read(share, ranges, left);
      } catch (CorruptContainerException e) {
        LOG.debug("nothing is sent along of a damaged share", e);
      }
      int bytes = data.stream().mapToInt(part -> part.length).sum();
      left -= bytes;
      size += bytes + HEADS_OF_SHARE;
      shares.put(number, data);
    }
    return new Excerpts(shares, size);
  }

  /**
   * Reads what fits, beginning with the lowest share number; of all these shares at the same
   * moment, between two changes.
   */
  static Excerpts ofSlot(
      LocalStorageServer store, StorageIndex index, List<ByteRange> ranges, int most)
      throws StorageException, InterruptedException {
    Map<ShareNumber, List<byte[]>> shares = new LinkedHashMap<>();
    Set<ShareNumber> fitting = new TreeSet<>();
    long left = most;
    long longest = 0;
    for (ShareNumber number : new TreeSet<>(store.listShares(ShareKind.MUTABLE, index))) {
      try (OpenShare share = store.openShare(ShareKind.MUTABLE, index, number).orElse(null)) {
        if (share == null) {
          continue;
        }
        shares.put(number, List.of());
        long bytes = length(ranges, share.length());
        if (bytes <= left) {
          left -= bytes;
          longest = Math.max(longest, share.length());
          fitting.add(number);
        }
      } catch (CorruptContainerException e) {
        LOG.debug("a damaged share is passed over", e);
      }
    }
    if (!fitting.isEmpty()) {
      // No further than the longest: the shares can have grown meanwhile.
      shares.putAll(store.readSlot(index, fitting, vectors(ranges, longest)));
    }
    return new Excerpts(shares, (int) (most - left) + shares.size() * HEADS_OF_SHARE);
  }

  private static long length(List<ByteRange> ranges, long shareLength) {
    long bytes = 0;
    for (ByteRange range : ranges) {
      bytes = Math.min(bytes + cut(range, shareLength).length(), Integer.MAX_VALUE);
    }
    return bytes;
  }

  private static List<ReadVector> vectors(List<ByteRange> ranges, long end) {
    return ranges.stream()
        .map(range -> cut(range, end))
        .map(range -> new ReadVector(range.begin(), range.length()))
        .toList();
  }

  private static List<byte[]> read(OpenShare share, List<ByteRange> ranges, int most)
      throws StorageException {
    if (length(ranges, share.length()) > most) {
      return List.of();
    }
    List<ByteRange> there = ranges.stream().map(range -> cut(range, share.length())).toList();
    List<byte[]> data = new ArrayList<>();
    for (ByteRange range : there) {
      ByteBuffer target = ByteBuffer.allocate((int) range.length());
      while (target.hasRemaining()) {
        if (share.read(range.begin() + target.position(), target) == 0) {
          throw new StorageException("a share was shortened while it was read");
        }
      }
      data.add(target.array());
    }
    return data;
  }

  private static ByteRange cut(ByteRange range, long length) {
    long begin = Math.min(range.begin(), length);
    return new ByteRange(begin, Math.min(range.end(), length));
  }

  ByteBuffer encoded() {
    CborWriter out = new CborWriter(size + 16).map(shares.size());
    shares.forEach(
        (number, data) -> {
          out.uint(number.value()).array(data.size());
          data.forEach(out::bytes);
        });
    return out.toBuffer();
  }

  /** How long an answer can be. */
  static int longest(int most) {
    return most + 16 + Messages.MAXIMUM_SHARES * HEADS_OF_SHARE;
  }

  /** What a server sent that was asked for these ranges. */
  static Map<ShareNumber, List<Excerpt>> decode(CborReader in, List<ByteRange> ranges)
      throws MalformedCborException {
    Map<ShareNumber, List<Excerpt>> shares = new LinkedHashMap<>();
    CborReader.Items entries = in.map(Messages.MAXIMUM_SHARES);
    while (entries.next()) {
      shares.put(Messages.share(in), excerpts(in, ranges));
    }
    return shares;
  }

  private static List<Excerpt> excerpts(CborReader in, List<ByteRange> ranges)
      throws MalformedCborException {
    List<Excerpt> excerpts = new ArrayList<>();
    CborReader.Items items = in.array(ranges.size());
    while (items.next()) {
      ByteRange range = ranges.get(excerpts.size());
      byte[] bytes = in.bytes();
      if (bytes.length > range.length()) {
        throw new MalformedCborException("an excerpt is longer than what was asked for");
      }
      excerpts.add(new Excerpt(range, bytes));
    }
    if (!excerpts.isEmpty() && excerpts.size() < ranges.size()) {
      throw new MalformedCborException("some of the excerpts of a share are missing");
    }
    return excerpts;
  }
}
