package org.truckee.grid.immutable.upload;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.transfer.BlockBuffers;

/**
 * A segment on its way: its crypttext, which is also its primary blocks, and the other blocks. It
 * is used by the tasks that hash, code and send it, and goes back to its pool when all of them have
 * released it.
 */
final class CodedSegment {
  private final SegmentBuffers home;
  private final int needed;
  private final byte[] crypttext;
  private final byte[][] parity;
  private final AtomicInteger users = new AtomicInteger();
  private volatile CountDownLatch coded;
  private int number;
  private int length;
  private int blockLength;

  CodedSegment(SegmentBuffers home, SegmentGeometry geometry, int total, BlockBuffers arrays) {
    this.home = home;
    this.needed = geometry.needed();
    this.crypttext = arrays.take(geometry.segmentSize());
    // With k = 1 every share is the file itself, so that there is no parity.
    this.parity = new byte[needed == 1 ? 0 : total - needed][];
    for (int i = 0; i < parity.length; i++) {
      parity[i] = arrays.take(geometry.blockSize());
    }
  }

  /** How many bytes a segment and its parity take. */
  static long memory(SegmentGeometry geometry, int total) {
    int blocks = geometry.needed() == 1 ? 1 : total;
    return (long) blocks * geometry.blockSize();
  }

  /** Gives the memory back; the segment must not be used any more. */
  void giveArrays(BlockBuffers arrays) {
    arrays.give(crypttext);
    for (byte[] block : parity) {
      arrays.give(block);
    }
  }

  /** Makes this segment {@code segment} of a file; it is free after so many releases. */
  void begin(int segment, SegmentGeometry geometry, int releases) {
    number = segment;
    length = geometry.segmentLength(segment);
    blockLength = geometry.blockLength(segment);
    users.set(releases);
    coded = new CountDownLatch(1);
  }

  int number() {
    return number;
  }

  /** The crypttext, then zeros up to the end of the last block. */
  byte[] crypttext() {
    return crypttext;
  }

  /** The bytes of crypttext, without padding. */
  int length() {
    return length;
  }

  int blockLength() {
    return blockLength;
  }

  /** The blocks that are not in the crypttext. */
  byte[][] parity() {
    return parity;
  }

  /** The array that block {@code share} is in. */
  byte[] array(int share) {
    return isPrimary(share) ? crypttext : parity[share - needed];
  }

  /** Where in its array block {@code share} begins. */
  int offset(int share) {
    return isPrimary(share) && needed > 1 ? share * blockLength : 0;
  }

  ByteBuffer block(int share) {
    return ByteBuffer.wrap(array(share), offset(share), blockLength);
  }

  private boolean isPrimary(int share) {
    return share < needed || needed == 1;
  }

  /** Notes that all blocks are there. */
  void markCoded() {
    coded.countDown();
  }

  void awaitCoded() throws InterruptedException {
    coded.await();
  }

  /** One of the tasks that use the segment has ended. */
  void release() {
    if (users.decrementAndGet() == 0) {
      home.giveBack(this);
    }
  }
}
