package org.truckee.grid.mutable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.truckee.capability.MutableFormat;

/**
 * What the signature of a version covers: the beginning of each of its shares ({@code spec/02 §2,
 * 5, 6}).
 *
 * @param sequenceNumber unsigned
 * @param root of the share hash tree
 * @param iv the salt of the only segment, in SDMF
 * @param geometry how the contents are cut
 */
public record VersionHeader(
    long sequenceNumber, RootHash root, Optional<Salt> iv, Geometry geometry)
    implements Comparable<VersionHeader> {
  /** The longest beginning that is signed. */
  public static final int MAX_SIGNED = 75;

  private static final int SDMF_VERSION = 0;
  private static final int MDMF_VERSION = 1;
  private static final int LABEL_CHARACTERS = 4;

  private static final Comparator<VersionHeader> ORDER =
      Comparator.comparing(VersionHeader::sequenceNumber, Long::compareUnsigned)
          .thenComparing(VersionHeader::root)
          .thenComparing(
              header -> header.iv.map(Salt::bytes).orElse(new byte[0]), Arrays::compareUnsigned)
          .thenComparing(VersionHeader::signedBytes, Arrays::compareUnsigned);

  /**
   * Checks that the two belong together.
   *
   * @throws IllegalArgumentException if SDMF lacks the salt, or MDMF has one
   */
  public VersionHeader {
    if (iv.isPresent() != (geometry.format() == MutableFormat.SDMF)) {
      throw new IllegalArgumentException("SDMF headers have an IV, MDMF headers have none");
    }
  }

  /**
   * Reads the beginning of a share.
   *
   * @throws MutableLayoutException if no share begins so, or there are too few bytes
   */
  public static VersionHeader parse(byte[] share) throws MutableLayoutException {
    try {
      return parse(ByteBuffer.wrap(share));
    } catch (BufferUnderflowException e) {
      throw new MutableLayoutException(
          "the share has only %d bytes: its header is cut off".formatted(share.length));
    } catch (IllegalArgumentException e) {
      throw new MutableLayoutException("no share has this header: " + e.getMessage(), e);
    }
  }

  private static VersionHeader parse(ByteBuffer in) throws MutableLayoutException {
    MutableFormat format = format(in.get());
    long sequenceNumber = in.getLong();
    RootHash root = new RootHash(take(in, 32));
    Optional<Salt> iv =
        format == MutableFormat.SDMF
            ? Optional.of(new Salt(take(in, Salt.LENGTH)))
            : Optional.empty();
    int needed = Byte.toUnsignedInt(in.get());
    int total = Byte.toUnsignedInt(in.get());
    long segmentSize = in.getLong();
    long dataLength = in.getLong();
    if (segmentSize < 0 || segmentSize > Integer.MAX_VALUE) {
      throw new MutableLayoutException(
          "segments of %s bytes are too large".formatted(Long.toUnsignedString(segmentSize)));
    }
    return new VersionHeader(
        sequenceNumber,
        root,
        iv,
        new Geometry(format, needed, total, (int) segmentSize, dataLength));
  }

  private static MutableFormat format(byte version) throws MutableLayoutException {
    return switch (version) {
      case SDMF_VERSION -> MutableFormat.SDMF;
      case MDMF_VERSION -> MutableFormat.MDMF;
      default ->
          throw new MutableLayoutException(
              "the share has version %d, and only 0 and 1 are known"
                  .formatted(Byte.toUnsignedInt(version)));
    };
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  public MutableFormat format() {
    return geometry.format();
  }

  /** The bytes that are signed: all of the header. */
  public byte[] signedBytes() {
    ByteBuffer out = ByteBuffer.allocate(signedLength(format()));
    out.put(checkstring());
    out.put((byte) geometry.needed()).put((byte) geometry.total());
    return out.putLong(geometry.segmentSize()).putLong(geometry.dataLength()).array();
  }

  /** How many bytes are signed. */
  public static int signedLength(MutableFormat format) {
    return format == MutableFormat.SDMF ? MAX_SIGNED : 59;
  }

  /** The bytes by which a server is asked whether a share still has this version. */
  public byte[] checkstring() {
    ByteBuffer out = ByteBuffer.allocate(checkstringLength(format()));
    out.put((byte) (format() == MutableFormat.SDMF ? SDMF_VERSION : MDMF_VERSION));
    out.putLong(sequenceNumber).put(root.bytes());
    iv.ifPresent(salt -> out.put(salt.bytes()));
    return out.array();
  }

  /** The length of checkstrings. */
  public static int checkstringLength(MutableFormat format) {
    return format == MutableFormat.SDMF ? 57 : 41;
  }

  /** A short name of the version ({@code spec/02 §9.2}): {@code seq2-xwip}. */
  public String label() {
    return "seq%s-%s"
        .formatted(
            Long.toUnsignedString(sequenceNumber), root.toString().substring(0, LABEL_CHARACTERS));
  }

  /** By number, then by root hash: the greatest is the version to read. */
  @Override
  public int compareTo(VersionHeader other) {
    return ORDER.compare(this, other);
  }
}
