package org.truckee.grid.mutable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.truckee.capability.MutableFormat;
import org.truckee.crypto.Hashes;
import org.truckee.storage.ByteRange;

/**
 * Where in a share its parts are ({@code spec/02 §5, 6}). The table is not signed, but whoever
 * changes it cannot make the parts valid.
 *
 * @param format decides the order of the parts
 * @param publicKey where the verification key begins
 * @param publicKeyEnd where it ends
 * @param signature where the signature begins
 * @param shareHashes where the share hash chain begins
 * @param blockHashes where the block hash tree begins
 * @param shareData where the blocks begin
 * @param privateKey where the enciphered private key begins
 * @param end where the share ends; stale bytes may follow
 */
public record MutableShareLayout(
    MutableFormat format,
    long publicKey,
    long publicKeyEnd,
    long signature,
    long shareHashes,
    long blockHashes,
    long shareData,
    long privateKey,
    long end) {
  /** Header and table take no more bytes than this. */
  public static final int MAX_HEAD = 123;

  /** Where the blocks of every MDMF share begin that is written. */
  public static final int MDMF_SHARE_DATA = 2167;

  private static final int SDMF_HEAD = 107;
  private static final int CHAIN_ENTRY = 2 + Hashes.HASH_LENGTH;
  private static final int MAX_CHAIN = 8 * CHAIN_ENTRY;
  private static final int MAX_PUBLIC_KEY = 4096;
  private static final int MAX_SIGNATURE = 2048;
  private static final int MAX_PRIVATE_KEY = 1 << 14;

  /**
   * Reads the table of offsets.
   *
   * @param head the first {@value #MAX_HEAD} bytes of a share, fewer if it has not so many
   * @throws MutableLayoutException if there are too few, or no share has its parts there
   */
  public static MutableShareLayout parse(VersionHeader header, byte[] head)
      throws MutableLayoutException {
    MutableShareLayout layout;
    try {
      ByteBuffer in = ByteBuffer.wrap(head);
      in.position(VersionHeader.signedLength(header.format()));
      layout = header.format() == MutableFormat.SDMF ? parseSdmf(in) : parseMdmf(in);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new MutableLayoutException(
          "the share has only %d bytes: its table of offsets is cut off".formatted(head.length));
    }
    layout.require(header.geometry());
    return layout;
  }

  private static MutableShareLayout parseSdmf(ByteBuffer in) {
    long signature = Integer.toUnsignedLong(in.getInt());
    long shareHashes = Integer.toUnsignedLong(in.getInt());
    long blockHashes = Integer.toUnsignedLong(in.getInt());
    long shareData = Integer.toUnsignedLong(in.getInt());
    long privateKey = in.getLong();
    long end = in.getLong();
    return new MutableShareLayout(
        MutableFormat.SDMF,
        SDMF_HEAD,
        signature,
        signature,
        shareHashes,
        blockHashes,
        shareData,
        privateKey,
        end);
  }

  private static MutableShareLayout parseMdmf(ByteBuffer in) {
    long privateKey = in.getLong();
    long shareHashes = in.getLong();
    long signature = in.getLong();
    long publicKey = in.getLong();
    long publicKeyEnd = in.getLong();
    long shareData = in.getLong();
    long blockHashes = in.getLong();
    long end = in.getLong();
    return new MutableShareLayout(
        MutableFormat.MDMF,
        publicKey,
        publicKeyEnd,
        signature,
        shareHashes,
        blockHashes,
        shareData,
        privateKey,
        end);
  }

  /**
   * Where the parts of a new version are.
   *
   * @param keyLength bytes of the verification key
   * @param privateKeyLength bytes of the enciphered private key
   * @param signatureLength bytes of the signature
   * @throws IllegalArgumentException if they do not fit
   */
  public static MutableShareLayout ofNew(
      Geometry geometry, int keyLength, int privateKeyLength, int signatureLength) {
    long chain = (long) geometry.shareTree().depth() * CHAIN_ENTRY;
    long tree = (long) geometry.blockTree().nodes() * Hashes.HASH_LENGTH;
    long data = geometry.shareDataLength();
    if (geometry.format() == MutableFormat.SDMF) {
      long signature = SDMF_HEAD + (long) keyLength;
      long shareHashes = signature + signatureLength;
      long blockHashes = shareHashes + chain;
      long shareData = blockHashes + tree;
      long privateKey = shareData + data;
      return new MutableShareLayout(
          MutableFormat.SDMF,
          SDMF_HEAD,
          signature,
          signature,
          shareHashes,
          blockHashes,
          shareData,
          privateKey,
          privateKey + privateKeyLength);
    }
    long shareHashes = MAX_HEAD + (long) privateKeyLength;
    long signature = shareHashes + chain;
    long publicKey = signature + signatureLength;
    long publicKeyEnd = publicKey + keyLength;
    if (publicKeyEnd > MDMF_SHARE_DATA) {
      throw new IllegalArgumentException(
          "keys and hashes take %d bytes, and MDMF shares have room for %d"
              .formatted(publicKeyEnd, MDMF_SHARE_DATA));
    }
    long blockHashes = MDMF_SHARE_DATA + data;
    return new MutableShareLayout(
        MutableFormat.MDMF,
        publicKey,
        publicKeyEnd,
        signature,
        shareHashes,
        blockHashes,
        MDMF_SHARE_DATA,
        MAX_HEAD,
        blockHashes + tree);
  }

  private void require(Geometry geometry) throws MutableLayoutException {
    long[] offsets =
        format == MutableFormat.SDMF
            ? new long[] {
              SDMF_HEAD, signature, shareHashes, blockHashes, shareData, privateKey, end
            }
            : new long[] {
              MAX_HEAD,
              privateKey,
              shareHashes,
              signature,
              publicKey,
              publicKeyEnd,
              shareData,
              blockHashes,
              end
            };
    for (int i = 1; i < offsets.length; i++) {
      if (offsets[i] < offsets[i - 1]) {
        throw new MutableLayoutException(
            "the parts of the share overlap: one ends at %s, before its beginning at %s"
                .formatted(
                    Long.toUnsignedString(offsets[i]), Long.toUnsignedString(offsets[i - 1])));
      }
    }
    requireAtMost("verification key", publicKeyRange(), MAX_PUBLIC_KEY);
    requireAtMost("signature", signatureRange(), MAX_SIGNATURE);
    requireAtMost("share hash chain", shareHashesRange(), MAX_CHAIN);
    requireAtMost("private key", privateKeyRange(), MAX_PRIVATE_KEY);
    if (shareHashesRange().length() % CHAIN_ENTRY != 0) {
      throw new MutableLayoutException(
          "the share hash chain has %d bytes, not a multiple of %d"
              .formatted(shareHashesRange().length(), CHAIN_ENTRY));
    }
    requireExactly(
        "block hash tree",
        blockHashesRange(),
        (long) geometry.blockTree().nodes() * Hashes.HASH_LENGTH);
    requireExactly("share data", dataRange(), geometry.shareDataLength());
  }

  private static void requireAtMost(String what, ByteRange range, long most)
      throws MutableLayoutException {
    if (range.length() > most) {
      throw new MutableLayoutException(
          "the %s has %d bytes, and none has more than %d".formatted(what, range.length(), most));
    }
  }

  private static void requireExactly(String what, ByteRange range, long length)
      throws MutableLayoutException {
    if (range.length() != length) {
      throw new MutableLayoutException(
          "the %s has %d bytes, and should have %d".formatted(what, range.length(), length));
    }
  }

  public ByteRange publicKeyRange() {
    return new ByteRange(publicKey, publicKeyEnd);
  }

  public ByteRange signatureRange() {
    return new ByteRange(signature, format == MutableFormat.SDMF ? shareHashes : publicKey);
  }

  public ByteRange shareHashesRange() {
    return new ByteRange(shareHashes, format == MutableFormat.SDMF ? blockHashes : signature);
  }

  public ByteRange blockHashesRange() {
    return new ByteRange(blockHashes, format == MutableFormat.SDMF ? shareData : end);
  }

  /** All blocks. */
  public ByteRange dataRange() {
    return new ByteRange(shareData, format == MutableFormat.SDMF ? privateKey : blockHashes);
  }

  public ByteRange privateKeyRange() {
    return new ByteRange(privateKey, format == MutableFormat.SDMF ? end : shareHashes);
  }

  /** What a share stores of segments {@code [first, end)}. */
  public ByteRange blocksRange(Geometry geometry, int first, int end) {
    long begin = shareData + geometry.blockOffset(first);
    return new ByteRange(begin, begin + geometry.storedLength(first, end));
  }

  /** Node {@code number} of the block hash tree. */
  public ByteRange blockHashRange(int number) {
    long begin = blockHashes + (long) number * Hashes.HASH_LENGTH;
    return new ByteRange(begin, begin + Hashes.HASH_LENGTH);
  }

  /** The table, as it stands behind the header. */
  public byte[] table() {
    ByteBuffer out;
    if (format == MutableFormat.SDMF) {
      out = ByteBuffer.allocate(SDMF_HEAD - VersionHeader.signedLength(format));
      out.putInt((int) signature).putInt((int) shareHashes);
      out.putInt((int) blockHashes).putInt((int) shareData);
      out.putLong(privateKey).putLong(end);
    } else {
      out = ByteBuffer.allocate(MAX_HEAD - VersionHeader.signedLength(format));
      out.putLong(privateKey).putLong(shareHashes).putLong(signature).putLong(publicKey);
      out.putLong(publicKeyEnd).putLong(shareData).putLong(blockHashes).putLong(end);
    }
    return out.array();
  }
}
