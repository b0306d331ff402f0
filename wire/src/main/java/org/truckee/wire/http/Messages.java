package org.truckee.wire.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.WriteProgress;

/**
 * The small messages of the protocol, each written by one side and read by the other ({@code
 * spec/05 §5–7}). Maps are closed: every key must be there, and no other.
 */
final class Messages {
  /** The media type of all of them. */
  static final String CBOR = "application/cbor";

  /** No message names more shares than this. */
  static final int MAXIMUM_SHARES = 256;

  /** Bytes of UTF-8 in the reason of a corruption advisory. */
  static final int MAXIMUM_REASON = 32765;

  private static final byte[] PROTOCOL = ascii("http://allmydata.org/tahoe/protocols/storage/v1");
  private static final byte[] MAXIMUM_IMMUTABLE = ascii("maximum-immutable-share-size");
  private static final byte[] MAXIMUM_MUTABLE = ascii("maximum-mutable-share-size");
  private static final byte[] AVAILABLE = ascii("available-space");
  private static final byte[] APPLICATION = ascii("application-version");

  private Messages() {}

  /** What a client asks for when it allocates. */
  record AllocationRequest(Set<ShareNumber> shares, long size) {
    byte[] encoded() {
      return new CborWriter()
          .map(2)
          .text("share-numbers")
          .shares(shares)
          .text("allocated-size")
          .uint(size)
          .toBytes();
    }

    static AllocationRequest decode(CborReader in) throws MalformedCborException {
      Set<ShareNumber> shares = null;
      long size = -1;
      CborReader.Items entries = in.map();
      while (entries.next()) {
        switch (in.text()) {
          case "share-numbers" -> shares = shareSet(in);
          case "allocated-size" -> size = in.uint();
          default -> throw in.unknownKey();
        }
      }
      in.require(shares != null, "share-numbers");
      in.require(size >= 0, "allocated-size");
      return new AllocationRequest(shares, size);
    }
  }

  /**
   * What the server answers to that, or to {@link WholeShareMessage} where the second part is
   * stored.
   */
  record AllocationAnswer(Set<ShareNumber> alreadyHave, Set<ShareNumber> allocated) {
    byte[] encoded() {
      return new CborWriter()
          .map(2)
          .text("already-have")
          .shares(alreadyHave)
          .text("allocated")
          .shares(allocated)
          .toBytes();
    }

    static AllocationAnswer decode(CborReader in) throws MalformedCborException {
      Set<ShareNumber> alreadyHave = null;
      Set<ShareNumber> allocated = null;
      CborReader.Items entries = in.map();
      while (entries.next()) {
        switch (in.text()) {
          case "already-have" -> alreadyHave = shareSet(in);
          case "allocated" -> allocated = shareSet(in);
          default -> throw in.unknownKey();
        }
      }
      in.require(alreadyHave != null, "already-have");
      in.require(allocated != null, "allocated");
      return new AllocationAnswer(alreadyHave, allocated);
    }
  }

  static byte[] progress(WriteProgress progress) {
    CborWriter out = new CborWriter().map(1).text("required").array(progress.missing().size());
    for (ByteRange range : progress.missing()) {
      out.map(2).text("begin").uint(range.begin()).text("end").uint(range.end());
    }
    return out.toBytes();
  }

  static WriteProgress progress(CborReader in) throws MalformedCborException {
    List<ByteRange> missing = null;
    CborReader.Items entries = in.map();
    while (entries.next()) {
      if (!in.text().equals("required")) {
        throw in.unknownKey();
      }
      missing = new ArrayList<>();
      CborReader.Items ranges = in.array();
      while (ranges.next()) {
        missing.add(range(in));
      }
    }
    in.require(missing != null, "required");
    return new WriteProgress(missing);
  }

  private static ByteRange range(CborReader in) throws MalformedCborException {
    long begin = -1;
    long end = -1;
    CborReader.Items entries = in.map();
    while (entries.next()) {
      switch (in.text()) {
        case "begin" -> begin = in.uint();
        case "end" -> end = in.uint();
        default -> throw in.unknownKey();
      }
    }
    in.require(begin >= 0, "begin");
    in.require(end >= 0, "end");
    if (end < begin) {
      throw new MalformedCborException("a range ends before it begins");
    }
    return new ByteRange(begin, end);
  }

  static byte[] shares(Collection<ShareNumber> shares) {
    return new CborWriter().shares(shares).toBytes();
  }

  static Set<ShareNumber> shares(CborReader in) throws MalformedCborException {
    return shareSet(in);
  }

  static byte[] reason(String reason) {
    return new CborWriter().map(1).text("reason").text(reason).toBytes();
  }

  static String reason(CborReader in) throws MalformedCborException {
    String reason = null;
    CborReader.Items entries = in.map();
    while (entries.next()) {
      if (!in.text().equals("reason")) {
        throw in.unknownKey();
      }
      reason = in.text();
    }
    in.require(reason != null, "reason");
    int length = reason.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > MAXIMUM_REASON) {
      throw new MalformedCborException("a reason has 1 to 32765 bytes, not " + length);
    }
    return reason;
  }

  static byte[] version(ServerVersion version) {
    return new CborWriter()
        .map(2)
        .bytes(PROTOCOL)
        .map(3)
        .bytes(MAXIMUM_IMMUTABLE)
        .uint(version.maximumImmutableShareSize())
        .bytes(MAXIMUM_MUTABLE)
        .uint(version.maximumMutableShareSize())
        .bytes(AVAILABLE)
        .uint(version.availableSpace())
        .bytes(APPLICATION)
        .bytes(version.applicationVersion().getBytes(StandardCharsets.UTF_8))
        .toBytes();
  }

  static ServerVersion version(CborReader in) throws MalformedCborException {
    long[] sizes = null;
    String application = null;
    CborReader.Items entries = in.map();
    while (entries.next()) {
      byte[] key = in.bytes();
      if (Arrays.equals(key, PROTOCOL)) {
        sizes = sizes(in);
      } else if (Arrays.equals(key, APPLICATION)) {
        application = new String(in.bytes(), StandardCharsets.UTF_8);
      } else {
        throw in.unknownKey();
      }
    }
    in.require(sizes != null, "http://allmydata.org/tahoe/protocols/storage/v1");
    in.require(application != null, "application-version");
    return new ServerVersion(sizes[0], sizes[1], sizes[2], application);
  }

  private static long[] sizes(CborReader in) throws MalformedCborException {
    List<byte[]> keys = List.of(MAXIMUM_IMMUTABLE, MAXIMUM_MUTABLE, AVAILABLE);
    long[] sizes = {-1, -1, -1};
    CborReader.Items entries = in.map();
    while (entries.next()) {
      byte[] key = in.bytes();
      int known = 0;
      while (known < keys.size() && !Arrays.equals(key, keys.get(known))) {
        known++;
      }
      if (known == keys.size()) {
        throw in.unknownKey();
      }
      sizes[known] = in.uint();
    }
    for (int i = 0; i < sizes.length; i++) {
      in.require(sizes[i] >= 0, new String(keys.get(i), StandardCharsets.US_ASCII));
    }
    return sizes;
  }

  static ShareNumber share(CborReader in) throws MalformedCborException {
    long number = in.uint();
    if (number > Integer.MAX_VALUE) {
      throw new MalformedCborException("%d is too large for a share number".formatted(number));
    }
    return new ShareNumber((int) number);
  }

  private static Set<ShareNumber> shareSet(CborReader in) throws MalformedCborException {
    Set<ShareNumber> shares = new TreeSet<>();
    CborReader.Items items = in.set(MAXIMUM_SHARES);
    while (items.next()) {
      shares.add(share(in));
    }
    return shares;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
