package org.truckee.firstgen.share;

import org.truckee.crypto.HashTreeShape;

/**
 * How a file is cut ({@code spec/12 §8.2}). All sizes are in bytes.
 *
 * @param size of the file, ≥ 1
 * @param segmentSize a multiple of {@code needed}; the only segment may be longer than the file
 * @param needed how many blocks a segment has
 * @param total how many shares there are
 */
public record SegmentPlan(long size, int segmentSize, int needed, int total) {
  /** The segment size that clients use. */
  public static final int DEFAULT_MAX_SEGMENT = 1 << 20;

  /** Each hash tree is read in one message, which bounds the number of segments. */
  public static final int MAX_SEGMENTS = 4096;

  /** No block is longer: it travels in one message. */
  public static final int MAX_BLOCK = 400_000;

  /** Checks that such a file can be. */
  public SegmentPlan {
    if (size < 1 || needed < 1 || total < needed || segmentSize < needed) {
      throw new IllegalArgumentException(
          "%d bytes in segments of %d bytes and shares %d-of-%d"
              .formatted(size, segmentSize, needed, total));
    }
    if (segmentSize % needed != 0) {
      throw new IllegalArgumentException(
          "a segment of %d bytes cannot be cut into %d blocks".formatted(segmentSize, needed));
    }
    if (segmentSize / needed > MAX_BLOCK) {
      throw new IllegalArgumentException(
          "blocks of %d bytes; at most %d can be sent: more shares have to be needed"
              .formatted(segmentSize / needed, MAX_BLOCK));
    }
    if ((size - 1) / segmentSize >= MAX_SEGMENTS) {
      throw new IllegalArgumentException(
          "%d bytes are more than %d segments of %d, which is the most"
              .formatted(size, MAX_SEGMENTS, segmentSize));
    }
  }

  /** The plan for a file with the largest segments that are allowed. */
  public static SegmentPlan of(long size, EncodingParameters parameters, int maxSegment) {
    if (size < 1) {
      throw new IllegalArgumentException("an empty file is a literal, not in shares");
    }
    int segment = Math.toIntExact(padded(Math.min(maxSegment, size), parameters.needed()));
    return new SegmentPlan(size, segment, parameters.needed(), parameters.total());
  }

  private static long padded(long length, int needed) {
    return (length + needed - 1) / needed * needed;
  }

  /** The number of segments. */
  public int segments() {
    return (int) ((size - 1) / segmentSize + 1);
  }

  /** The length of a block of every segment but the last. */
  public int blockSize() {
    return segmentSize / needed;
  }

  /** The length of all blocks of a share. */
  public int shareSize() {
    return Math.toIntExact((size - 1) / needed + 1);
  }

  /** The length of the last segment without padding. */
  public int tailSize() {
    int rest = (int) (size % segmentSize);
    return rest == 0 ? segmentSize : rest;
  }

  /** The length of the last segment as it is encoded. */
  public int paddedTail() {
    return (int) padded(tailSize(), needed);
  }

  /** The length of segment {@code segment} without padding. */
  public int lengthOf(int segment) {
    return segment == segments() - 1 ? tailSize() : segmentSize;
  }

  /** The length of a block of segment {@code segment}. */
  public int blockLengthOf(int segment) {
    return segment == segments() - 1 ? paddedTail() / needed : blockSize();
  }

  /** The codec of every segment but the last. */
  public SegmentCodec codec() {
    return new ErasureCodec(segmentSize, needed, total);
  }

  /** The codec of the last segment. */
  public SegmentCodec tailCodec() {
    return new ErasureCodec(paddedTail(), needed, total);
  }

  /** The length of a hash tree over the segments. */
  public int treeLength() {
    return new HashTreeShape(segments()).nodes() * ShareHeader.HASH;
  }

  /** How many hashes connect a share with the root over all shares, its own among them. */
  public int shareHashes() {
    return new HashTreeShape(total).depth() + 1;
  }
}
