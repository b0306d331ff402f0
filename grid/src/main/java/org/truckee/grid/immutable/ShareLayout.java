package org.truckee.grid.immutable;

import java.nio.ByteBuffer;
import org.truckee.crypto.HashTreeShape;
import org.truckee.crypto.Hashes;

/**
 * Where the parts of an immutable share stand ({@code spec/01 §6.7}). Offsets are bytes from the
 * beginning of the share.
 *
 * @param version 1 or 2
 * @param blockSize informative
 * @param dataSize informative
 * @param data where the blocks begin
 * @param plaintextHashes where the unused area begins
 * @param crypttextHashes where the crypttext hash tree begins
 * @param blockHashes where the block hash tree begins
 * @param shareHashes where the share hash chain begins
 * @param uriExtension where the length of the URI extension block stands
 */
public record ShareLayout(
    int version,
    long blockSize,
    long dataSize,
    long data,
    long plaintextHashes,
    long crypttextHashes,
    long blockHashes,
    long shareHashes,
    long uriExtension) {
  /** The bytes of one entry of the share hash chain: a node number and a hash. */
  public static final int CHAIN_ENTRY = 2 + Hashes.HASH_LENGTH;

  /** The bytes from which any header can be told and read. */
  public static final int MAX_HEADER = 0x44;

  /** The bytes of the shortest header. */
  public static final int MIN_HEADER = 0x24;

  private static final int HEADER_1 = MIN_HEADER;
  private static final int HEADER_2 = 0x44;
  private static final long LIMIT_1 = 1L << 32;

  /** The layout of the shares of a file with this geometry and {@code total} shares. */
  public static ShareLayout of(SegmentGeometry geometry, int total) {
    ShareLayout first = of(1, geometry, total);
    boolean fits =
        first.blockSize < LIMIT_1 && first.dataSize < LIMIT_1 && first.uriExtension < LIMIT_1;
    return fits ? first : of(2, geometry, total);
  }

  private static ShareLayout of(int version, SegmentGeometry geometry, int total) {
    long tree = treeLength(geometry);
    long data = version == 1 ? HEADER_1 : HEADER_2;
    long plaintextHashes = data + geometry.dataSize();
    long crypttextHashes = plaintextHashes + tree;
    long blockHashes = crypttextHashes + tree;
    long shareHashes = blockHashes + tree;
    long uriExtension = shareHashes + chainLength(total);
    return new ShareLayout(
        version,
        geometry.blockSize(),
        geometry.dataSize(),
        data,
        plaintextHashes,
        crypttextHashes,
        blockHashes,
        shareHashes,
        uriExtension);
  }

  /** The bytes of a complete hash tree over the segments. */
  public static long treeLength(SegmentGeometry geometry) {
    return (long) Hashes.HASH_LENGTH * new HashTreeShape(geometry.segments()).nodes();
  }

  /** The bytes of a share hash chain among {@code total} shares. */
  public static int chainLength(int total) {
    return CHAIN_ENTRY * (new HashTreeShape(total).depth() + 1);
  }

  /** The bytes of the header: version, sizes and offsets. */
  public int headerLength() {
    return version == 1 ? HEADER_1 : HEADER_2;
  }

  /** The bytes of the length of the URI extension block. */
  public int lengthFieldLength() {
    return version == 1 ? 4 : 8;
  }

  /** The bytes of a whole share whose URI extension block has {@code uriExtensionLength}. */
  public long shareLength(int uriExtensionLength) {
    return uriExtension + lengthFieldLength() + uriExtensionLength;
  }

  /** Where the block of segment {@code segment} begins. */
  public long blockOffset(SegmentGeometry geometry, int segment) {
    return data + (long) segment * geometry.blockSize();
  }

  /** The header as it stands at the beginning of the share. */
  public byte[] header() {
    ByteBuffer header = ByteBuffer.allocate(headerLength()).putInt(version);
    long[] fields = {
      blockSize,
      dataSize,
      data,
      plaintextHashes,
      crypttextHashes,
      blockHashes,
      shareHashes,
      uriExtension
    };
    for (long field : fields) {
      if (version == 1) {
        header.putInt((int) field);
      } else {
        header.putLong(field);
      }
    }
    return header.array();
  }

  /** How many bytes the header has that begins with these four or more. */
  public static int headerLength(ByteBuffer start) throws LayoutException {
    if (start.remaining() < 4) {
      throw new LayoutException("the share ends within its header");
    }
    int version = start.getInt(start.position());
    return switch (version) {
      case 1 -> HEADER_1;
      case 2 -> HEADER_2;
      default ->
          throw new LayoutException(
              "unknown version %d (I understand 1 and 2)".formatted(version), true);
    };
  }

  /**
   * Reads a header. The offsets are only checked as far as no honest share could have them.
   *
   * @param start the beginning of a share; not consumed
   * @throws LayoutException if it is too short, of an unknown version, or has impossible offsets
   */
  public static ShareLayout parse(ByteBuffer start) throws LayoutException {
    int length = headerLength(start);
    if (start.remaining() < length) {
      throw new LayoutException("the share ends within its header");
    }
    ByteBuffer header = start.slice();
    int version = header.getInt();
    long[] fields = new long[8];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = version == 1 ? Integer.toUnsignedLong(header.getInt()) : header.getLong();
      if (fields[i] < 0) {
        throw new LayoutException("offset field %d is beyond 2^63".formatted(i));
      }
    }
    ShareLayout layout =
        new ShareLayout(
            version, fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6],
            fields[7]);
    layout.checkSections();
    return layout;
  }

  private void checkSections() throws LayoutException {
    long chain = uriExtension - shareHashes;
    if (chain < 0 || chain % CHAIN_ENTRY != 0) {
      throw new LayoutException("share hashes of %d bytes".formatted(chain));
    }
    long tree = shareHashes - blockHashes;
    if (tree < 0 || tree % Hashes.HASH_LENGTH != 0) {
      throw new LayoutException("block hashes of %d bytes".formatted(tree));
    }
  }
}
