package org.truckee.firstgen.share;

/**
 * Makes blocks of a segment and a segment of blocks ({@code spec/12 §8.3}). There are two kinds;
 * new files are only ever made with the first.
 */
public sealed interface SegmentCodec permits ErasureCodec, ReplicationCodec {
  /** Its name in the URI extension. */
  String type();

  /** Its parameters in the URI extension. */
  String serialized();

  /** The length of a block in bytes. */
  int blockSize();

  /** How many blocks give the segment back. */
  int needed();

  /** The blocks of all shares, in order. */
  byte[][] encode(byte[] segment);

  /**
   * The segment, padded.
   *
   * @param numbers the shares that the blocks are of, {@link #needed} different ones
   */
  byte[] decode(int[] numbers, byte[][] blocks);

  /**
   * The codec that a URI extension names.
   *
   * @param dataSize the length of what one segment holds with its padding, for a codec that does
   *     not say
   * @param total how many shares there are, for a codec that does not say
   * @throws IllegalArgumentException if there is none of that name, or not with these parameters
   */
  static SegmentCodec of(String type, String serialized, int dataSize, int total) {
    return switch (type) {
      case ErasureCodec.TYPE -> ErasureCodec.parse(serialized);
      case ReplicationCodec.TYPE -> ReplicationCodec.parse(serialized, dataSize, total);
      default ->
          throw new IllegalArgumentException(
              "the shares are in a code that nobody knows; there are crs and rep");
    };
  }
}
