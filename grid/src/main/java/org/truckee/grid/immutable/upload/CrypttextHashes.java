package org.truckee.grid.immutable.upload;

import org.truckee.crypto.HashTag;
import org.truckee.crypto.HashTree;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.TaggedHasher;
import org.truckee.grid.immutable.SegmentGeometry;

/** The hashes of the crypttext of a file, which comes in pieces of any size, in order. */
final class CrypttextHashes {
  private static final int HASH = Hashes.HASH_LENGTH;

  private final SegmentGeometry geometry;
  private final TaggedHasher whole = HashTag.CRYPTTEXT.hasher();
  private final byte[] segments;
  private TaggedHasher segment = HashTag.CRYPTTEXT_SEGMENT.hasher();
  private int number;
  private int inSegment;

  CrypttextHashes(SegmentGeometry geometry) {
    this.geometry = geometry;
    this.segments = new byte[Math.multiplyExact(HASH, geometry.segments())];
  }

  /** The next bytes. */
  void add(byte[] data, int length) {
    whole.update(data, 0, length);
    int done = 0;
    while (done < length) {
      int piece = Math.min(length - done, geometry.segmentLength(number) - inSegment);
      segment.update(data, done, piece);
      done += piece;
      inSegment += piece;
      if (inSegment == geometry.segmentLength(number)) {
        endSegment();
      }
    }
  }

  private void endSegment() {
    System.arraycopy(segment.digest(), 0, segments, number * HASH, HASH);
    segment = HashTag.CRYPTTEXT_SEGMENT.hasher();
    number++;
    inSegment = 0;
  }

  /** All has been added: the hash of the whole. */
  byte[] whole() {
    return whole.digest();
  }

  /** All has been added: the root of the tree over the segments. */
  byte[] root() {
    return HashTree.over(segments).root();
  }
}
