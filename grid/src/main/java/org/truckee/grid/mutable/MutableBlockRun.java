package org.truckee.grid.mutable;

import java.util.Arrays;
import org.truckee.capability.ReadKey;
import org.truckee.crypto.AesCtr;
import org.truckee.crypto.HashTag;
import org.truckee.erasure.ErasureCode;

/**
 * What some shares store of a run of segments: for each share the blocks one after another, each
 * behind its salt if there are salts. Segments may be put in by several threads at once, each one
 * by one thread.
 */
public final class MutableBlockRun {
  private final Geometry geometry;
  private final int first;
  private final int end;
  private final int[] shares;
  private final byte[][] stored;
  private final ErasureCode code;

  /**
   * An empty run.
   *
   * @param first the first segment
   * @param end the segment behind the last
   * @param shares the numbers of the shares
   * @throws IllegalArgumentException if a share would have more bytes than an array
   */
  public MutableBlockRun(Geometry geometry, int first, int end, int[] shares) {
    long length = geometry.storedLength(first, end);
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(length + " bytes do not fit into memory");
    }
    this.geometry = geometry;
    this.first = first;
    this.end = end;
    this.shares = shares.clone();
    this.stored = new byte[shares.length][(int) length];
    this.code = ErasureCode.of(geometry.needed(), geometry.total());
  }

  /** The first segment. */
  public int first() {
    return first;
  }

  /** The segment behind the last. */
  public int end() {
    return end;
  }

  /** The numbers of the shares. */
  public int[] shares() {
    return shares.clone();
  }

  /** An array for a segment: its bytes, and zeros until the blocks are full. */
  public static byte[] segmentArray(Geometry geometry, int segment) {
    return new byte[geometry.needed() * geometry.blockLength(segment)];
  }

  /**
   * Enciphers a segment and puts its blocks in.
   *
   * @param plaintext made by {@link #segmentArray}; enciphered in place
   */
  public void encipher(int segment, byte[] plaintext, ReadKey readKey, Salt salt) {
    AesCtr.atStart(salt.dataKey(readKey)).process(plaintext, 0, geometry.segmentLength(segment));
    put(segment, plaintext, salt);
  }

  /**
   * Puts the blocks of a segment in.
   *
   * @param crypttext the segment, and zeros until the blocks are full
   */
  public void put(int segment, byte[] crypttext, Salt salt) {
    int at = at(segment);
    int blockLength = geometry.blockLength(segment);
    if (geometry.saltLength() > 0) {
      byte[] bytes = salt.bytes();
      for (byte[] share : stored) {
        System.arraycopy(bytes, 0, share, at, bytes.length);
      }
    }
    int needed = geometry.needed();
    byte[][] blocks = new byte[needed][];
    int[] offsets = new int[needed];
    Arrays.fill(blocks, crypttext);
    Arrays.setAll(offsets, i -> i * blockLength);
    int[] places = new int[shares.length];
    Arrays.fill(places, at + geometry.saltLength());
    code.encode(blocks, offsets, blockLength, shares, stored, places);
  }

  /** The leaf of the block hash tree of share {@code shares[index]} for a segment. */
  public byte[] leaf(int index, int segment) {
    return HashTag.BLOCK.hash(stored[index], at(segment), geometry.storedLength(segment));
  }

  /** What share {@code shares[index]} stores of the run; not copied. */
  public byte[] bytes(int index) {
    return stored[index];
  }

  private int at(int segment) {
    if (segment < first || segment >= end) {
      throw new IndexOutOfBoundsException(
          "segment %d is not in [%d, %d)".formatted(segment, first, end));
    }
    return (int) (geometry.blockOffset(segment) - geometry.blockOffset(first));
  }
}
