package org.truckee.erasure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Matrix times blocks, the one operation that coding and decoding consist of, eight bytes at a
 * time.
 *
 * <p>Each input is multiplied by 1, 2, 4, … 128, which gives eight planes; its product with any
 * coefficient is the sum of the planes that the bits of the coefficient select. The planes of a
 * step stay in the first-level cache while all outputs take from them. The loops have one level and
 * one idea each, so that C2 turns them into vector instructions.
 */
final class Combination {
  private static final int PLANES = 8;

  /** Positions that are worked on at a time: 2 KiB in each plane. */
  private static final int STEP = 256;

  private static final int STEP_BYTES = STEP * Long.BYTES;

  private static final long HIGH_BITS = 0x8080808080808080L;

  /** What a byte that overflows is reduced by, in all bytes ({@code spec/01 §4.1}). */
  private static final long REDUCTION = 0x1d1d1d1d1d1d1d1dL;

  private final long[][] planes;
  private final long[][] sums;

  private Combination(int outputs, int length) {
    int longs = (Math.min(length, STEP_BYTES) + Long.BYTES - 1) / Long.BYTES;
    planes = new long[PLANES][longs];
    sums = new long[outputs][longs];
  }

  /**
   * Sets every {@code out[r]} to the sum over i of {@code rows[r][i] * in[i]}, bytewise.
   *
   * <p>Input i is the {@code length} bytes of {@code in[i]} from {@code inOffsets[i]} on, output r
   * those of {@code out[r]} from {@code outOffsets[r]} on; all ranges are valid. Outputs do not
   * overlap each other. An output may be the very range of an input, which it replaces, but may not
   * overlap one otherwise.
   */
  static void compute(
      byte[][] rows, byte[][] in, int[] inOffsets, byte[][] out, int[] outOffsets, int length) {
    Combination combination = new Combination(rows.length, length);
    for (int at = 0; at < length; at += STEP_BYTES) {
      int size = Math.min(STEP_BYTES, length - at);
      combination.sum(rows, in, inOffsets, at, size);
      for (int row = 0; row < rows.length; row++) {
        store(combination.sums[row], out[row], outOffsets[row] + at, size);
      }
    }
  }

  private void sum(byte[][] rows, byte[][] in, int[] inOffsets, int at, int size) {
    int longs = (size + Long.BYTES - 1) / Long.BYTES;
    for (long[] sum : sums) {
      Arrays.fill(sum, 0, longs, 0);
    }
    for (int input = 0; input < in.length; input++) {
      load(in[input], inOffsets[input] + at, size, planes[0]);
      for (int plane = 1; plane < PLANES; plane++) {
        twice(planes[plane - 1], planes[plane], longs);
      }
      for (int row = 0; row < rows.length; row++) {
        addProduct(rows[row][input] & 0xff, sums[row], longs);
      }
    }
  }

  private static void twice(long[] from, long[] to, int longs) {
    for (int i = 0; i < longs; i++) {
      long t = from[i];
      long h = t & HIGH_BITS;
      to[i] = (t ^ h) << 1 ^ (h | h - (h >>> 7)) & REDUCTION;
    }
  }

  /** Adds the planes that the bits of a coefficient select, four at a pass. */
  private void addProduct(int coefficient, long[] sum, int longs) {
    int bits = coefficient;
    while (bits != 0) {
      long[] a = planes[Integer.numberOfTrailingZeros(bits)];
      bits &= bits - 1;
      if (bits == 0) {
        addOne(sum, a, longs);
        return;
      }
      long[] b = planes[Integer.numberOfTrailingZeros(bits)];
      bits &= bits - 1;
      if (bits == 0) {
        addTwo(sum, a, b, longs);
        return;
      }
      long[] c = planes[Integer.numberOfTrailingZeros(bits)];
      bits &= bits - 1;
      if (bits == 0) {
        addThree(sum, a, b, c, longs);
        return;
      }
      long[] d = planes[Integer.numberOfTrailingZeros(bits)];
      bits &= bits - 1;
      addFour(sum, a, b, c, d, longs);
    }
  }

  private static void addOne(long[] sum, long[] a, int longs) {
    for (int i = 0; i < longs; i++) {
      sum[i] ^= a[i];
    }
  }

  private static void addTwo(long[] sum, long[] a, long[] b, int longs) {
    for (int i = 0; i < longs; i++) {
      sum[i] ^= a[i] ^ b[i];
    }
  }

  private static void addThree(long[] sum, long[] a, long[] b, long[] c, int longs) {
    for (int i = 0; i < longs; i++) {
      sum[i] ^= a[i] ^ b[i] ^ c[i];
    }
  }

  private static void addFour(long[] sum, long[] a, long[] b, long[] c, long[] d, int longs) {
    for (int i = 0; i < longs; i++) {
      sum[i] ^= a[i] ^ b[i] ^ c[i] ^ d[i];
    }
  }

  /** The bytes as longs of either order: nothing here depends on the place of a byte in a long. */
  private static void load(byte[] from, int offset, int size, long[] to) {
    int whole = size / Long.BYTES;
    ByteBuffer bytes = ByteBuffer.wrap(from, offset, size).order(ByteOrder.nativeOrder());
    bytes.asLongBuffer().get(to, 0, whole);
    int rest = size % Long.BYTES;
    if (rest > 0) {
      byte[] last = new byte[Long.BYTES];
      System.arraycopy(from, offset + size - rest, last, 0, rest);
      to[whole] = ByteBuffer.wrap(last).order(ByteOrder.nativeOrder()).getLong();
    }
  }

  private static void store(long[] from, byte[] to, int offset, int size) {
    int whole = size / Long.BYTES;
    ByteBuffer bytes = ByteBuffer.wrap(to, offset, size).order(ByteOrder.nativeOrder());
    bytes.asLongBuffer().put(from, 0, whole);
    int rest = size % Long.BYTES;
    if (rest > 0) {
      byte[] last = new byte[Long.BYTES];
      ByteBuffer.wrap(last).order(ByteOrder.nativeOrder()).putLong(from[whole]);
      System.arraycopy(last, 0, to, offset + size - rest, rest);
    }
  }
}
