package org.truckee.grid.immutable.upload;

import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.IntConsumer;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.transfer.BlockBuffers;

/**
 * The memory of one upload: a fixed number of segments that are used again and again. Whoever wants
 * one waits until it is free, which is what holds back a fast source before slow servers.
 */
final class SegmentBuffers {
  private final SegmentGeometry geometry;
  private final int total;
  private final int limit;
  private final BlockBuffers arrays;
  private final IntConsumer sent;
  private final LinkedBlockingDeque<CodedSegment> free = new LinkedBlockingDeque<>();
  private int made;
  private volatile boolean exhausted;

  /**
   * Nothing is allocated yet.
   *
   * @param limit how many segments there may be
   * @param arrays where the memory comes from
   * @param sent hears the number of bytes of each segment that nobody needs any more
   */
  SegmentBuffers(
      SegmentGeometry geometry, int total, int limit, BlockBuffers arrays, IntConsumer sent) {
    this.geometry = geometry;
    this.total = total;
    this.limit = limit;
    this.arrays = arrays;
    this.sent = sent;
  }

  /** Waits for a free segment. Only one thread may take. */
  CodedSegment take() throws InterruptedException {
    CodedSegment segment = free.pollFirst();
    if (segment != null) {
      return segment;
    }
    if (made < limit) {
      made++;
      return new CodedSegment(this, geometry, total, arrays);
    }
    exhausted = true;
    try {
      return free.takeFirst();
    } finally {
      exhausted = false;
    }
  }

  /** Whether somebody waits for a segment now. */
  boolean isExhausted() {
    return exhausted;
  }

  void giveBack(CodedSegment segment) {
    sent.accept(segment.length());
    free.addFirst(segment);
  }

  /**
   * Leaves the memory to others, when the upload has come to its end. Not when it was broken off: a
   * request that was may still be looking at its data.
   */
  void release() {
    free.forEach(segment -> segment.giveArrays(arrays));
    free.clear();
  }
}
