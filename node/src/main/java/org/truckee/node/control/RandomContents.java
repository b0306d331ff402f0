package org.truckee.node.control;

import java.io.InputStream;
import java.util.SplittableRandom;
import org.truckee.grid.Source;

/**
 * Contents that nobody has seen before, made as they are read and the same at each reading.
 *
 * @param size in bytes
 * @param seed decides what they are
 */
record RandomContents(long size, long seed) implements Source {
  private static final int BLOCK = 64 << 10;

  @Override
  public InputStream open() {
    return new Contents();
  }

  private final class Contents extends InputStream {
    private final SplittableRandom random = new SplittableRandom(seed);
    private final byte[] block = new byte[BLOCK];
    private long position;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (position == size) {
        return -1;
      }
      int within = (int) (position % BLOCK);
      if (within == 0) {
        random.nextBytes(block);
      }
      int count = (int) Math.min(Math.min(length, BLOCK - within), size - position);
      System.arraycopy(block, within, target, offset, count);
      position += count;
      return count;
    }
  }
}
