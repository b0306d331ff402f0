package org.truckee.firstgen.share;

import java.util.Arrays;
import org.truckee.erasure.ErasureCode;

/**
 * No code: each block is the whole segment ({@code spec/12 §8.3}). Nothing is known to have been
 * uploaded with it, but every client of 2007 could read it.
 *
 * @param dataSize the length of a segment in bytes
 * @param needed how many blocks are asked for, though the first is enough
 * @param total how many blocks are made
 */
public record ReplicationCodec(int dataSize, int needed, int total) implements SegmentCodec {
  static final String TYPE = "rep";
  private static final int MAX_DIGITS = 3;

  /** Checks the numbers. */
  public ReplicationCodec {
    if (dataSize < 1 || needed < 1 || needed > total || total > ErasureCode.MAX_SHARES) {
      throw new IllegalArgumentException(
          "%d-of-%d copies of %d bytes".formatted(needed, total, dataSize));
    }
  }

  static ReplicationCodec parse(String text, int dataSize, int total) {
    if (!text.matches("\\d{1," + MAX_DIGITS + "}")) {
      throw new IllegalArgumentException("the parameter of rep is a number");
    }
    return new ReplicationCodec(dataSize, Integer.parseInt(text), total);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String serialized() {
    return Integer.toString(needed);
  }

  @Override
  public int blockSize() {
    return dataSize;
  }

  @Override
  public byte[][] encode(byte[] segment) {
    byte[][] blocks = new byte[total][];
    Arrays.setAll(blocks, _ -> segment.clone());
    return blocks;
  }

  @Override
  public byte[] decode(int[] numbers, byte[][] blocks) {
    return blocks[0].clone();
  }
}
