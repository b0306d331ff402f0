package org.truckee.grid.immutable.upload;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.truckee.erasure.ErasureCode;

/** Makes the blocks of a segment from its crypttext ({@code spec/01 §6.4}). Thread-safe. */
final class SegmentCoder {
  private final ErasureCode code;
  private final int[] parityNumbers;

  SegmentCoder(int needed, int total) {
    code = ErasureCode.of(needed, total);
    parityNumbers = needed == 1 ? new int[0] : IntStream.range(needed, total).toArray();
  }

  void code(CodedSegment segment) {
    int padded = segment.blockLength() * code.k();
    Arrays.fill(segment.crypttext(), segment.length(), padded, (byte) 0);
    code.encode(segment.crypttext(), 0, segment.blockLength(), parityNumbers, segment.parity());
  }
}
