package org.truckee.erasure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Products by table, for eight outputs at once.
 *
 * <p>For each input byte one look-up in a table of 256 longs gives its products with eight rows,
 * packed. Eight neighbouring positions are summed over a batch of inputs in eight locals,
 * transposed as an 8×8 matrix of bytes, and leave as one long for each row. A batch has as many
 * inputs as the first-level cache has room for their tables.
 */
final class PortableKernel implements Kernel {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int LANES = 8;
  private static final int TABLE = 256;

  /** A table has 2 KiB: so many of them stay in 48 KiB, or nearly so in 32 KiB. */
  private static final int BATCH = 20;

  /** Blocks shorter than this do not pay for the making of the tables. */
  private static final int SHORT = 192;

  @Override
  public String name() {
    return "portable";
  }

  @Override
  public void combine(
      byte[][] rows, byte[][] in, int[] inOffsets, byte[][] out, int[] outOffsets, int length) {
    int start = length < SHORT ? 0 : length & -LANES;
    if (start > 0) {
      int batches = (in.length + BATCH - 1) / BATCH;
      long[] tables = new long[(in.length + batches - 1) / batches * TABLE];
      for (int row = 0; row < rows.length; row += LANES) {
        for (int batch = 0; batch < batches; batch++) {
          int from = batch * in.length / batches;
          int to = (batch + 1) * in.length / batches;
          fillTables(tables, rows, row, from, to);
          Lanes lanes =
              new Lanes(out, outOffsets, row, Math.min(LANES, rows.length - row), batch > 0);
          sum(tables, in, inOffsets, from, to, lanes, start);
        }
      }
    }
    if (start < length) {
      combineShort(rows, in, inOffsets, out, outOffsets, start, length);
    }
  }

  /** Makes the tables of the inputs from…to for the eight rows that start at the given one. */
  private static void fillTables(long[] tables, byte[][] rows, int first, int from, int to) {
    int count = Math.min(LANES, rows.length - first);
    for (int input = from; input < to; input++) {
      int base = (input - from) * TABLE;
      tables[base] = 0;
      for (int bit = 1; bit < TABLE; bit <<= 1) {
        long packed = 0;
        for (int lane = 0; lane < count; lane++) {
          packed |= (long) Field.multiply(rows[first + lane][input] & 0xff, bit) << 8 * lane;
        }
        for (int rest = 0; rest < bit; rest++) {
          tables[base + bit + rest] = packed ^ tables[base + rest];
        }
      }
    }
  }

  private static void sum(
      long[] tables, byte[][] in, int[] inOffsets, int from, int to, Lanes lanes, int length) {
    for (int at = 0; at < length; at += LANES) {
      long a = 0;
      long b = 0;
      long c = 0;
      long d = 0;
      long e = 0;
      long f = 0;
      long g = 0;
      long h = 0;
      int table = 0;
      for (int input = from; input < to; input++) {
        long bytes = (long) LONG.get(in[input], inOffsets[input] + at);
        int low = (int) bytes;
        int high = (int) (bytes >>> 32);
        a ^= tables[table | low & 0xff];
        b ^= tables[table | low >>> 8 & 0xff];
        c ^= tables[table | low >>> 16 & 0xff];
        d ^= tables[table | low >>> 24];
        e ^= tables[table | high & 0xff];
        f ^= tables[table | high >>> 8 & 0xff];
        g ^= tables[table | high >>> 16 & 0xff];
        h ^= tables[table | high >>> 24];
        table += TABLE;
      }
      lanes.store(at, a, b, c, d, e, f, g, h);
    }
  }

  private static void combineShort(
      byte[][] rows,
      byte[][] in,
      int[] inOffsets,
      byte[][] out,
      int[] outOffsets,
      int start,
      int end) {
    byte[] products = Field.products();
    for (int row = 0; row < rows.length; row++) {
      for (int input = 0; input < in.length; input++) {
        int factor = (rows[row][input] & 0xff) << 8;
        byte[] source = in[input];
        byte[] target = out[row];
        int sourceOffset = inOffsets[input];
        int targetOffset = outOffsets[row];
        int keep = input == 0 ? 0 : -1;
        for (int at = start; at < end; at++) {
          byte product = products[factor | source[sourceOffset + at] & 0xff];
          target[targetOffset + at] = (byte) (target[targetOffset + at] & keep ^ product);
        }
      }
    }
  }

  /** Where the eight packed rows go: at most eight outputs, set or added to. */
  private static final class Lanes {
    private final byte[][] out;
    private final int[] offsets;
    private final int first;
    private final int count;
    private final boolean add;

    Lanes(byte[][] out, int[] offsets, int first, int count, boolean add) {
      this.out = out;
      this.offsets = offsets;
      this.first = first;
      this.count = count;
      this.add = add;
    }

    /** Transposes: byte r of the p-th long goes to position {@code at + p} of row r. */
    private void store(int at, long a, long b, long c, long d, long e, long f, long g, long h) {
      long mask = 0x00ff00ff00ff00ffL;
      long swap = (a >>> 8 ^ b) & mask;
      a ^= swap << 8;
      b ^= swap;
      swap = (c >>> 8 ^ d) & mask;
      c ^= swap << 8;
      d ^= swap;
      swap = (e >>> 8 ^ f) & mask;
      e ^= swap << 8;
      f ^= swap;
      swap = (g >>> 8 ^ h) & mask;
      g ^= swap << 8;
      h ^= swap;
      mask = 0x0000ffff0000ffffL;
      swap = (a >>> 16 ^ c) & mask;
      a ^= swap << 16;
      c ^= swap;
      swap = (b >>> 16 ^ d) & mask;
      b ^= swap << 16;
      d ^= swap;
      swap = (e >>> 16 ^ g) & mask;
      e ^= swap << 16;
      g ^= swap;
      swap = (f >>> 16 ^ h) & mask;
      f ^= swap << 16;
      h ^= swap;
      mask = 0xffffffffL;
      put(0, at, a & mask | e << 32);
      put(1, at, b & mask | f << 32);
      put(2, at, c & mask | g << 32);
      put(3, at, d & mask | h << 32);
      put(4, at, a >>> 32 | e & ~mask);
      put(5, at, b >>> 32 | f & ~mask);
      put(6, at, c >>> 32 | g & ~mask);
      put(7, at, d >>> 32 | h & ~mask);
    }

    private void put(int lane, int at, long value) {
      if (lane < count) {
        byte[] target = out[first + lane];
        int index = offsets[first + lane] + at;
        LONG.set(target, index, add ? (long) LONG.get(target, index) ^ value : value);
      }
    }
  }
}
