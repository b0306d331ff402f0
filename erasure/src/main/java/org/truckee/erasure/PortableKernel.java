package org.truckee.erasure;

import java.util.Arrays;

/**
 * Products by table, for eight outputs at once.
 *
 * <p>For each input byte one look-up in a table of 256 longs gives its products with eight rows,
 * packed. A strip of such sums stays in the first-level cache while all inputs are added to it, a
 * few at a time, and is then unpacked row by row. The loops are kept to one level and one idea
 * each: that is what C2 unrolls, and the unpacking it even turns into vector instructions.
 */
final class PortableKernel implements Kernel {
  private static final int LANES = 8;
  private static final int TABLE = 256;

  /** Positions summed at a time: 8 KiB of sums beside 8 KiB of tables. */
  private static final int STRIP = 1024;

  /** Blocks shorter than this do not pay for the making of the tables. */
  private static final int SHORT = 64;

  @Override
  public String name() {
    return "portable";
  }

  @Override
  public void combine(
      byte[][] rows, byte[][] in, int[] inOffsets, byte[][] out, int[] outOffsets, int length) {
    if (length < SHORT) {
      combineShort(rows, in, inOffsets, out, outOffsets, length);
      return;
    }
    long[][] tables = new long[in.length][TABLE];
    long[] sums = new long[Math.min(STRIP, length)];
    for (int first = 0; first < rows.length; first += LANES) {
      int count = Math.min(LANES, rows.length - first);
      for (int input = 0; input < in.length; input++) {
        fill(tables[input], rows, first, count, input);
      }
      for (int at = 0; at < length; at += sums.length) {
        int size = Math.min(sums.length, length - at);
        sum(tables, in, inOffsets, at, sums, size);
        for (int lane = 0; lane < count; lane++) {
          unpack(sums, size, lane, out[first + lane], outOffsets[first + lane] + at);
        }
      }
    }
  }

  /** The products of an input with the rows from the first on; those of sums are sums. */
  private static void fill(long[] table, byte[][] rows, int first, int count, int input) {
    for (int bit = 1; bit < TABLE; bit <<= 1) {
      long packed = 0;
      for (int lane = 0; lane < count; lane++) {
        packed |= (long) Field.multiply(rows[first + lane][input] & 0xff, bit) << 8 * lane;
      }
      for (int rest = 0; rest < bit; rest++) {
        table[bit | rest] = packed ^ table[rest];
      }
    }
  }

  private static void sum(
      long[][] tables, byte[][] in, int[] inOffsets, int at, long[] sums, int size) {
    int first = (in.length - 1) % 4 + 1;
    switch (first) {
      case 1 -> setOne(tables, in, inOffsets, at, sums, size);
      case 2 -> setTwo(tables, in, inOffsets, at, sums, size);
      case 3 -> setThree(tables, in, inOffsets, at, sums, size);
      default -> {
        Arrays.fill(sums, 0, size, 0);
        first = 0;
      }
    }
    for (int input = first; input < in.length; input += 4) {
      addFour(tables, in, inOffsets, input, at, sums, size);
    }
  }

  private static void setOne(
      long[][] tables, byte[][] in, int[] offsets, int at, long[] sums, int size) {
    long[] t = tables[0];
    byte[] a = in[0];
    int atA = offsets[0] + at;
    for (int i = 0; i < size; i++) {
      sums[i] = t[a[atA + i] & 0xff];
    }
  }

  private static void setTwo(
      long[][] tables, byte[][] in, int[] offsets, int at, long[] sums, int size) {
    long[] t = tables[0];
    long[] u = tables[1];
    byte[] a = in[0];
    byte[] b = in[1];
    int atA = offsets[0] + at;
    int atB = offsets[1] + at;
    for (int i = 0; i < size; i++) {
      sums[i] = t[a[atA + i] & 0xff] ^ u[b[atB + i] & 0xff];
    }
  }

  private static void setThree(
      long[][] tables, byte[][] in, int[] offsets, int at, long[] sums, int size) {
    long[] t = tables[0];
    long[] u = tables[1];
    long[] v = tables[2];
    byte[] a = in[0];
    byte[] b = in[1];
    byte[] c = in[2];
    int atA = offsets[0] + at;
    int atB = offsets[1] + at;
    int atC = offsets[2] + at;
    for (int i = 0; i < size; i++) {
      sums[i] = t[a[atA + i] & 0xff] ^ u[b[atB + i] & 0xff] ^ v[c[atC + i] & 0xff];
    }
  }

  private static void addFour(
      long[][] tables, byte[][] in, int[] offsets, int input, int at, long[] sums, int size) {
    long[] t = tables[input];
    long[] u = tables[input + 1];
    long[] v = tables[input + 2];
    long[] w = tables[input + 3];
    byte[] a = in[input];
    byte[] b = in[input + 1];
    byte[] c = in[input + 2];
    byte[] d = in[input + 3];
    int atA = offsets[input] + at;
    int atB = offsets[input + 1] + at;
    int atC = offsets[input + 2] + at;
    int atD = offsets[input + 3] + at;
    for (int i = 0; i < size; i++) {
      sums[i] ^=
          t[a[atA + i] & 0xff] ^ u[b[atB + i] & 0xff] ^ v[c[atC + i] & 0xff] ^ w[d[atD + i] & 0xff];
    }
  }

  private static void unpack(long[] sums, int size, int lane, byte[] out, int offset) {
    int shift = 8 * lane;
    for (int i = 0; i < size; i++) {
      out[offset + i] = (byte) (sums[i] >>> shift);
    }
  }

  private static void combineShort(
      byte[][] rows, byte[][] in, int[] inOffsets, byte[][] out, int[] outOffsets, int length) {
    byte[] products = Field.products();
    for (int row = 0; row < rows.length; row++) {
      byte[] target = out[row];
      int targetOffset = outOffsets[row];
      Arrays.fill(target, targetOffset, targetOffset + length, (byte) 0);
      for (int input = 0; input < in.length; input++) {
        int factor = (rows[row][input] & 0xff) << 8;
        byte[] source = in[input];
        int sourceOffset = inOffsets[input];
        for (int i = 0; i < length; i++) {
          target[targetOffset + i] ^= products[factor | source[sourceOffset + i] & 0xff];
        }
      }
    }
  }
}
