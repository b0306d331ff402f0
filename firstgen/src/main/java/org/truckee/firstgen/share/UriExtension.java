package org.truckee.firstgen.share;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.truckee.crypto.Netstring;
import org.truckee.crypto.NetstringException;
import org.truckee.firstgen.hash.OldSha256;
import org.truckee.firstgen.hash.OldTag;
import org.truckee.firstgen.uri.ExtensionHash;

/**
 * What a client has to know of a file before it reads its shares ({@code spec/12 §8.6}). Each share
 * has a copy; the URI has the hash of it.
 *
 * @param plan size, segments and shares
 * @param codec of every segment but the last
 * @param tailCodec of the last segment
 * @param hashes of the whole file and the roots of its hash trees
 */
public record UriExtension(
    SegmentPlan plan, SegmentCodec codec, SegmentCodec tailCodec, Hashes hashes) {
  /** The longest that is written and read, in bytes. */
  public static final int MAX_LENGTH = 1000;

  /** Above which a client would have to hold too much at once: no existing one made larger ones. */
  private static final int MAX_SEGMENT = 256 << 20;

  /**
   * The five hashes, 32 bytes each.
   *
   * @param plaintext of the whole plaintext
   * @param plaintextRoot of the tree over the segments of the plaintext
   * @param crypttext of the whole crypttext
   * @param crypttextRoot of the tree over the segments of the crypttext
   * @param shareRoot of the tree over the block trees of all shares
   */
  public record Hashes(
      byte[] plaintext,
      byte[] plaintextRoot,
      byte[] crypttext,
      byte[] crypttextRoot,
      byte[] shareRoot) {}

  /** The codec of a segment. */
  public SegmentCodec codecOf(int segment) {
    return segment == plan.segments() - 1 ? tailCodec : codec;
  }

  /** The length of all blocks of a share. */
  public long blocksLength() {
    return (plan.segments() - 1L) * codec.blockSize() + tailCodec.blockSize();
  }

  /** The extension as it stands in shares: keys in order, each with a netstring. */
  public byte[] bytes() {
    Map<String, byte[]> fields = new TreeMap<>();
    fields.put("codec_name", ascii(codec.type()));
    fields.put("codec_params", ascii(codec.serialized()));
    fields.put("tail_codec_params", ascii(tailCodec.serialized()));
    fields.put("size", number(plan.size()));
    fields.put("segment_size", number(plan.segmentSize()));
    fields.put("num_segments", number(plan.segments()));
    fields.put("needed_shares", number(plan.needed()));
    fields.put("total_shares", number(plan.total()));
    fields.put("plaintext_hash", hashes.plaintext);
    fields.put("plaintext_root_hash", hashes.plaintextRoot);
    fields.put("crypttext_hash", hashes.crypttext);
    fields.put("crypttext_root_hash", hashes.crypttextRoot);
    fields.put("share_root_hash", hashes.shareRoot);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    fields.forEach(
        (key, value) -> {
          out.writeBytes(ascii(key));
          out.write(':');
          out.writeBytes(Netstring.encode(value));
        });
    return out.toByteArray();
  }

  /** The hash of an extension, be it good or bad. */
  public static ExtensionHash hash(byte[] bytes) {
    return new ExtensionHash(OldTag.URI_EXTENSION.hash(bytes));
  }

  /**
   * Reads one. Keys that nobody knows are passed over.
   *
   * @throws IllegalArgumentException if it is damaged, or describes no file
   */
  public static UriExtension parse(byte[] bytes) {
    Fields fields = Fields.parse(bytes);
    long segmentSize = fields.number("segment_size");
    if (segmentSize > MAX_SEGMENT) {
      throw new IllegalArgumentException(
          "segments of %d bytes; at most %d are read".formatted(segmentSize, MAX_SEGMENT));
    }
    SegmentPlan plan =
        new SegmentPlan(
            fields.number("size"),
            (int) segmentSize,
            fields.small("needed_shares"),
            fields.small("total_shares"));
    if (fields.number("num_segments") != plan.segments()) {
      throw new IllegalArgumentException("the number of segments does not follow from their size");
    }
    String name = fields.text("codec_name");
    SegmentCodec codec =
        SegmentCodec.of(name, fields.text("codec_params"), plan.segmentSize(), plan.total());
    SegmentCodec tail =
        SegmentCodec.of(name, fields.text("tail_codec_params"), plan.paddedTail(), plan.total());
    requireFit(codec, plan.needed(), plan.segmentSize());
    requireFit(tail, plan.needed(), plan.paddedTail());
    return new UriExtension(
        plan,
        codec,
        tail,
        new Hashes(
            fields.hash("plaintext_hash"),
            fields.hash("plaintext_root_hash"),
            fields.hash("crypttext_hash"),
            fields.hash("crypttext_root_hash"),
            fields.hash("share_root_hash")));
  }

  private static void requireFit(SegmentCodec codec, int needed, int length) {
    boolean fits =
        codec.needed() == needed
            && switch (codec) {
              case ErasureCodec erasure -> erasure.dataSize() == length;
              case ReplicationCodec replication -> replication.dataSize() == length;
            };
    if (codec.blockSize() > SegmentPlan.MAX_BLOCK) {
      throw new IllegalArgumentException(
          "blocks of %d bytes, which cannot be sent".formatted(codec.blockSize()));
    }
    if (!fits) {
      throw new IllegalArgumentException("the parameters of the code do not fit to the segments");
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] number(long value) {
    return ascii(Long.toString(value));
  }

  /** Names and values as they were read. */
  private record Fields(Map<String, byte[]> values) {
    private static final int MAX_DIGITS = 18;

    static Fields parse(byte[] bytes) {
      if (bytes.length > MAX_LENGTH) {
        throw new IllegalArgumentException(
            "%d bytes; at most %d are read".formatted(bytes.length, MAX_LENGTH));
      }
      Map<String, byte[]> values = new HashMap<>();
      int at = 0;
      while (at < bytes.length) {
        int colon = at;
        while (colon < bytes.length && isOfName(bytes[colon])) {
          colon++;
        }
        if (colon == at || colon == bytes.length || bytes[colon] != ':') {
          throw new IllegalArgumentException("a name was expected at byte " + at);
        }
        String name = new String(bytes, at, colon - at, StandardCharsets.US_ASCII);
        try {
          Netstring.Span span = Netstring.span(bytes, colon + 1, bytes.length);
          values.put(name, Arrays.copyOfRange(bytes, span.start(), span.end()));
          at = span.next();
        } catch (NetstringException e) {
          throw new IllegalArgumentException("a value is damaged: " + e.getMessage());
        }
      }
      return new Fields(values);
    }

    private static boolean isOfName(byte c) {
      return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-';
    }

    private byte[] value(String name) {
      byte[] value = values.get(name);
      if (value == null) {
        throw new IllegalArgumentException(name + " is missing");
      }
      return value;
    }

    String text(String name) {
      return new String(value(name), StandardCharsets.ISO_8859_1);
    }

    long number(String name) {
      String text = text(name);
      if (text.isEmpty()
          || text.length() > MAX_DIGITS
          || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw new IllegalArgumentException(name + " is no number");
      }
      return Long.parseLong(text);
    }

    int small(String name) {
      return (int) Math.min(Integer.MAX_VALUE, number(name));
    }

    byte[] hash(String name) {
      byte[] value = value(name);
      if (value.length != OldSha256.LENGTH) {
        throw new IllegalArgumentException(name + " is no hash");
      }
      return value;
    }
  }
}
