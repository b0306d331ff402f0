package org.truckee.grid.mutable;

import org.truckee.capability.MutableFormat;
import org.truckee.crypto.HashTreeShape;

/**
 * How the contents of a version are cut ({@code spec/02 §4–6}). Sizes are bytes.
 *
 * @param format of the shares
 * @param needed k
 * @param total N
 * @param segmentSize of every segment but the last
 * @param dataLength of the contents
 */
public record Geometry(
    MutableFormat format, int needed, int total, int segmentSize, long dataLength) {
  /** The size of MDMF segments before it is rounded up to a multiple of k. */
  public static final int DEFAULT_SEGMENT_SIZE = 1 << 17;

  /** The largest N: it has to fit into a byte. */
  public static final int MAX_TOTAL = 255;

  /** No file has more segments than this. */
  private static final int MAX_SEGMENTS = 1 << 24;

  private static final int MAX_ARRAY = Integer.MAX_VALUE - 4096;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if no version has them
   */
  public Geometry {
    if (needed < 1 || needed > total || total > MAX_TOTAL) {
      throw new IllegalArgumentException(
          "mutable files are coded k-of-N with 1 ≤ k ≤ N ≤ 255, not %d-of-%d"
              .formatted(needed, total));
    }
    if (segmentSize < 0 || segmentSize > MAX_ARRAY || dataLength < 0) {
      throw new IllegalArgumentException(
          "segments of %d bytes in a file of %d".formatted(segmentSize, dataLength));
    }
    if (dataLength > 0
        && (segmentSize == 0 || Math.ceilDiv(dataLength, (long) segmentSize) > MAX_SEGMENTS)) {
      throw new IllegalArgumentException(
          "a file of %d bytes has no segments of %d".formatted(dataLength, segmentSize));
    }
  }

  /**
   * The geometry of a new version.
   *
   * @throws IllegalArgumentException if no version can have so many bytes
   */
  public static Geometry ofNew(MutableFormat format, int needed, int total, long dataLength) {
    long unit = format == MutableFormat.SDMF ? dataLength : DEFAULT_SEGMENT_SIZE;
    long size = Math.ceilDiv(unit, (long) needed) * needed;
    if (size > MAX_ARRAY) {
      throw new IllegalArgumentException(
          "%d bytes are too many for an SDMF file, which is one segment; MDMF takes more"
              .formatted(dataLength));
    }
    return new Geometry(format, needed, total, (int) size, dataLength);
  }

  /** The geometry for contents of another length: only MDMF files are extended in place. */
  public Geometry withDataLength(long length) {
    return new Geometry(format, needed, total, segmentSize, length);
  }

  public int segments() {
    return dataLength == 0 ? 0 : (int) Math.ceilDiv(dataLength, (long) segmentSize);
  }

  /** Where in the file a segment begins. */
  public long segmentOffset(int segment) {
    return (long) segment * segmentSize;
  }

  /** The segment that holds the byte at {@code offset}. */
  public int segmentAt(long offset) {
    return (int) (offset / segmentSize);
  }

  /** How many bytes of the file a segment has. */
  public int segmentLength(int segment) {
    return (int) Math.min(segmentSize, dataLength - segmentOffset(segment));
  }

  /** The size of a block of a full segment. */
  private int fullBlock() {
    return segmentSize / needed;
  }

  /** The size of the blocks of a segment. */
  public int blockLength(int segment) {
    int length = segmentLength(segment);
    return length == segmentSize ? fullBlock() : Math.ceilDiv(length, needed);
  }

  /** The salt that stands before each block. */
  public int saltLength() {
    return format == MutableFormat.SDMF ? 0 : Salt.LENGTH;
  }

  /** Where a block, or the salt before it, begins in the data of a share. */
  public long blockOffset(int segment) {
    return (long) segment * (saltLength() + fullBlock());
  }

  /** What a share stores of a segment: the block, with the salt if there is one. */
  public int storedLength(int segment) {
    return saltLength() + blockLength(segment);
  }

  /** What a share stores of segments {@code [first, end)}. */
  public long storedLength(int first, int end) {
    return first == end ? 0 : blockOffset(end - 1) + storedLength(end - 1) - blockOffset(first);
  }

  /** The size of the data in each share. */
  public long shareDataLength() {
    return storedLength(0, segments());
  }

  /** The block hash tree of each share. */
  public HashTreeShape blockTree() {
    return new HashTreeShape(segments());
  }

  /** The share hash tree. */
  public HashTreeShape shareTree() {
    return new HashTreeShape(total);
  }
}
