package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.truckee.storage.ByteRange;
import org.truckee.storage.Excerpt;
import org.truckee.storage.ExcerptRanges;
import org.truckee.storage.ShareNumber;
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

  private Excerpts() {}

  static ByteBuffer encode(Map<ShareNumber, List<byte[]>> shares) {
    int size = 16;
    for (List<byte[]> data : shares.values()) {
      size += ExcerptRanges.bytes(data) + HEADS_OF_SHARE;
    }
    CborWriter out = new CborWriter(size).map(shares.size());
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
