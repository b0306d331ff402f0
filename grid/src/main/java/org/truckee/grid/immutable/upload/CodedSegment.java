package org.truckee.grid.immutable.upload;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.transfer.BlockBuffers;

/**
 * A segment on its way: its crypttext, which is also its primary blocks, and the other blocks. It
 * is used by whoever hashes, codes and sends it, and goes back to where it came from when all of
 * them have released it.
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
    // Of a file that any one share gives back all shares are the file itself.
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

  /** Begins a new life as segment {@code segment}, which so many will release. */
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

  /** All blocks are there. */
  void markCoded() {
    coded.countDown();
  }

  void awaitCoded() throws InterruptedException {
    coded.await();
  }

  /** One of the users has done with it. */
  void release() {
    if (users.decrementAndGet() == 0) {
      home.giveBack(this);
    }
  }
}
