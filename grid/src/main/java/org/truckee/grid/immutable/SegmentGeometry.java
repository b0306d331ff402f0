package org.truckee.grid.immutable;

/**
 * How a file of a size is cut into segments, and each segment into blocks ({@code spec/01 §6.2}).
 * All sizes are bytes.
 *
 * @param fileSize ≥ 1
 * @param needed k, 1 … 256
 * @param segmentSize the size of every segment but the last, a multiple of k
 */
public record SegmentGeometry(long fileSize, int needed, int segmentSize) {
  private static final long FILE_SIZE_LIMIT = 1L << 58;
  private static final int SEGMENT_SIZE_LIMIT = (1 << 28) + 256;
  private static final int MAX_SEGMENTS = 1 << 28;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if they cannot belong to a file
   */
  public SegmentGeometry {
    if (fileSize < 1 || fileSize > FILE_SIZE_LIMIT) {
      throw new IllegalArgumentException("no file in shares has %d bytes".formatted(fileSize));
    }
    if (needed < 1 || needed > 256) {
      throw new IllegalArgumentException("k is 1 … 256, not " + needed);
    }
    if (segmentSize < 1 || segmentSize > SEGMENT_SIZE_LIMIT || segmentSize % needed != 0) {
      throw new IllegalArgumentException(
          "the segment size %d is no multiple of k = %d in 1 … %d"
              .formatted(segmentSize, needed, SEGMENT_SIZE_LIMIT));
    }
    if (Math.ceilDiv(fileSize, segmentSize) > MAX_SEGMENTS) {
      throw new IllegalArgumentException(
          "a file of %d bytes has too many segments of %d".formatted(fileSize, segmentSize));
    }
  }

  /** The geometry that an uploader with this limit chooses, and a downloader guesses. */
  public static SegmentGeometry of(long fileSize, int needed, int maxSegmentSize) {
    long segmentSize = roundUp(Math.clamp(fileSize, 1, maxSegmentSize), needed);
    return new SegmentGeometry(fileSize, needed, Math.toIntExact(segmentSize));
  }

  /** The number of segments, ≥ 1. */
  public int segments() {
    return (int) Math.ceilDiv(fileSize, segmentSize);
  }

  /** The size of the blocks of every segment but the last. */
  public int blockSize() {
    return segmentSize / needed;
  }

  /** The file's bytes in the last segment. */
  public int tailSize() {
    int rest = (int) (fileSize % segmentSize);
    return rest == 0 ? segmentSize : rest;
  }

  /** The size of the last segment with its padding. */
  public int paddedTailSize() {
    return (int) roundUp(tailSize(), needed);
  }

  /** The size of the blocks of the last segment. */
  public int tailBlockSize() {
    return paddedTailSize() / needed;
  }

  /** The bytes of all blocks of one share. */
  public long dataSize() {
    return (segments() - 1L) * blockSize() + tailBlockSize();
  }

  /** The file's bytes in segment {@code segment}. */
  public int segmentLength(int segment) {
    return segment == segments() - 1 ? tailSize() : segmentSize;
  }

  /** The bytes of a block of segment {@code segment}. */
  public int blockLength(int segment) {
    return segment == segments() - 1 ? tailBlockSize() : blockSize();
  }

  /** Where segment {@code segment} begins in the file. */
  public long segmentOffset(int segment) {
    return (long) segment * segmentSize;
  }

  /** The segment that holds the byte at {@code offset} of the file. */
  public int segmentAt(long offset) {
    return Math.toIntExact(offset / segmentSize);
  }

  private static long roundUp(long value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}
