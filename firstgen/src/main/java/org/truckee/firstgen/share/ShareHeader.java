package org.truckee.firstgen.share;

import java.nio.ByteBuffer;

/**
 * The beginning of a share: where its parts are ({@code spec/12 §8.7, §8.8}). Offsets and sizes are
 * in bytes; the parts follow one another without gaps.
 *
 * @param layout which of the two forms
 * @param blockSize of every segment but the last
 * @param dataSize of all blocks
 * @param plaintextTree where the tree over the plaintext is
 * @param crypttextTree where the tree over the crypttext is
 * @param blockTree where the tree over the blocks is
 * @param shareHashes where the hashes are that connect the share with the others
 * @param extension where the length of the URI extension is, and it behind it
 */
public record ShareHeader(
    ShareLayout layout,
    int blockSize,
    int dataSize,
    int plaintextTree,
    int crypttextTree,
    int blockTree,
    int shareHashes,
    int extension) {
  /** The length of a hash. */
  static final int HASH = 32;

  /** The length of the number of a node and its hash. */
  static final int NUMBERED_HASH = 2 + HASH;

  /** What has to be read of a share to have its header. */
  public static final int MAX_LENGTH = ShareLayout.B.headerLength();

  private static final int VERSION = 1;
  private static final int MAX_TREE = (2 * SegmentPlan.MAX_SEGMENTS - 1) * HASH;
  private static final int MAX_SHARE_HASHES = 9 * NUMBERED_HASH;

  /** Checks that the parts are in order and not larger than they can be. */
  public ShareHeader {
    long data = (long) layout.headerLength() + dataSize;
    if (blockSize < 1 || dataSize < 1 || plaintextTree != data) {
      throw new IllegalArgumentException("the blocks of the share are not where they belong");
    }
    requirePart(plaintextTree, crypttextTree, HASH, MAX_TREE);
    requirePart(crypttextTree, blockTree, HASH, MAX_TREE);
    requirePart(blockTree, shareHashes, HASH, MAX_TREE);
    requirePart(shareHashes, extension, NUMBERED_HASH, MAX_SHARE_HASHES);
  }

  private static void requirePart(int from, int to, int unit, int max) {
    long length = (long) to - from;
    if (length < unit || length % unit != 0 || length > max) {
      throw new IllegalArgumentException(
          "a part of the share has %d bytes, which cannot be".formatted(length));
    }
  }

  /**
   * The header of the shares of a file.
   *
   * @throws IllegalArgumentException if the shares would be too large for offsets of 31 bits
   */
  public static ShareHeader of(ShareLayout layout, SegmentPlan plan) {
    long plaintext = (long) layout.headerLength() + plan.shareSize();
    long crypttext = plaintext + plan.treeLength();
    long blocks = crypttext + plan.treeLength();
    long shares = blocks + plan.treeLength();
    long extension = shares + (long) plan.shareHashes() * NUMBERED_HASH;
    if (extension + Integer.BYTES + UriExtension.MAX_LENGTH > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "shares of %d bytes; at most 2 GiB can be sent".formatted(extension));
    }
    return new ShareHeader(
        layout,
        plan.blockSize(),
        plan.shareSize(),
        (int) plaintext,
        (int) crypttext,
        (int) blocks,
        (int) shares,
        (int) extension);
  }

  /** Where the blocks are. */
  public int data() {
    return layout.headerLength();
  }

  /**
   * How much space is asked for: as if the URI extension had its greatest length ({@code spec/12
   * §8.8}).
   */
  public int allocatedSize() {
    return extension + Integer.BYTES + UriExtension.MAX_LENGTH;
  }

  /** The header as it stands in the share. */
  public byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(layout.headerLength());
    if (layout == ShareLayout.B) {
      out.putInt(VERSION);
    }
    return out.putInt(blockSize)
        .putInt(dataSize)
        .putInt(data())
        .putInt(plaintextTree)
        .putInt(crypttextTree)
        .putInt(blockTree)
        .putInt(shareHashes)
        .putInt(extension)
        .array();
  }

  /**
   * Reads the header of a share of either form.
   *
   * @param start the first {@link #MAX_LENGTH} bytes, or as many as there are
   * @throws IllegalArgumentException if it is damaged
   */
  public static ShareHeader parse(byte[] start) {
    if (start.length < MAX_LENGTH) {
      throw new IllegalArgumentException("the share ends within its header");
    }
    ByteBuffer words = ByteBuffer.wrap(start);
    if (isB(words)) {
      return parse(ShareLayout.B, words.position(Integer.BYTES));
    }
    if (word(words, 2) == ShareLayout.A.headerLength()) {
      return parse(ShareLayout.A, words);
    }
    throw new IllegalArgumentException("the share has a header of neither form");
  }

  private static boolean isB(ByteBuffer words) {
    int data = ShareLayout.B.headerLength();
    return word(words, 0) == VERSION
        && word(words, 3) == data
        && word(words, 4) == data + word(words, 2);
  }

  private static int word(ByteBuffer words, int index) {
    return words.getInt(index * Integer.BYTES);
  }

  private static ShareHeader parse(ShareLayout layout, ByteBuffer words) {
    int blockSize = words.getInt();
    int dataSize = words.getInt();
    words.getInt();
    return new ShareHeader(
        layout,
        blockSize,
        dataSize,
        words.getInt(),
        words.getInt(),
        words.getInt(),
        words.getInt(),
        words.getInt());
  }
}
