package org.truckee.erasure;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products by shuffles: a byte is the sum of its two nibbles, and the 16 products of a factor with
 * all low nibbles, and the 16 with all high ones, each fit into one vector register.
 *
 * <p>Four outputs are computed at a time, for two neighbouring vectors of positions, so that each
 * input vector is split into nibbles once for four outputs and each table is loaded once for two
 * vectors. The eight sums stay in registers while all inputs pass; with the four nibble vectors and
 * the two tables that makes 14 of the 16 registers of AVX2.
 *
 * <p>Vectors have at most 256 bits: byte shuffles of 512 need VBMI, which many processors with
 * AVX-512 lack and Java code cannot ask for, and where they exist they gain a sixth.
 */
final class VectorKernel implements Kernel {
  private static final VectorSpecies<Byte> SPECIES = species();
  private static final int LANES = SPECIES.length();
  private static final int STEP = 2 * LANES;
  private static final int ROWS = 4;
  private static final byte NIBBLE = 0x0f;

  /**
   * Bytes of all inputs together that are read again and again for further outputs: they should
   * stay cached.
   */
  private static final int STRIP = 1 << 18;

  private static final byte[] NIBBLES = nibbles();

  private final Kernel forShort = new PortableKernel();

  /** Whether this processor has vectors that can hold the table of a nibble. */
  static boolean isSupported() {
    return ByteVector.SPECIES_PREFERRED.length() >= ByteVector.SPECIES_128.length();
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public void combine(
      byte[][] rows, byte[][] in, int[] inOffsets, byte[][] out, int[] outOffsets, int length) {
    if (length < STEP) {
      forShort.combine(rows, in, inOffsets, out, outOffsets, length);
      return;
    }
    byte[] tables = new byte[in.length * ROWS * STEP];
    byte[][] targets = new byte[ROWS][];
    int[] targetOffsets = new int[ROWS];
    int strip = Math.max(STRIP / in.length & -STEP, STEP);
    for (int from = 0; from < length; from += strip) {
      int to = Math.min(from + strip, length);
      for (int first = 0; first < rows.length; first += ROWS) {
        for (int lane = 0; lane < ROWS; lane++) {
          // Where fewer than four rows are left, the last is computed again, to the same place.
          int row = Math.min(first + lane, rows.length - 1);
          targets[lane] = out[row];
          targetOffsets[lane] = outOffsets[row];
          fill(tables, lane, rows[row]);
        }
        combineFour(tables, in, inOffsets, targets, targetOffsets, Math.min(from, to - STEP), to);
      }
    }
  }

  /** Puts the tables of a row where {@link #combineFour} reads them: by input, then by lane. */
  private static void fill(byte[] tables, int lane, byte[] row) {
    for (int input = 0; input < row.length; input++) {
      int factor = row[input] & 0xff;
      System.arraycopy(NIBBLES, factor * STEP, tables, (input * ROWS + lane) * STEP, STEP);
    }
  }

  /**
   * Computes the positions from…to, at least one step, of four outputs. The last step may overlap
   * the one before: it sets the same bytes again.
   *
   * <p>No helper method takes or gives a vector: this one is so large once the Vector API is
   * inlined into it that C2 would call the helper instead, with vectors boxed as objects.
   */
  private static void combineFour(
      byte[] tables,
      byte[][] in,
      int[] inOffsets,
      byte[][] out,
      int[] outOffsets,
      int from,
      int to) {
    int last = to - STEP;
    int at = from;
    while (true) {
      ByteVector a = ByteVector.zero(SPECIES);
      ByteVector b = a;
      ByteVector c = a;
      ByteVector d = a;
      ByteVector e = a;
      ByteVector f = a;
      ByteVector g = a;
      ByteVector h = a;
      int table = 0;
      for (int input = 0; input < in.length; input++) {
        int source = inOffsets[input] + at;
        ByteVector x = ByteVector.fromArray(SPECIES, in[input], source);
        ByteVector y = ByteVector.fromArray(SPECIES, in[input], source + LANES);
        // Nibbles are shifted down by way of shorts, because few processors can shift bytes.
        ByteVector xHigh = x.reinterpretAsShorts().lanewise(LSHR, 4).reinterpretAsBytes();
        ByteVector yHigh = y.reinterpretAsShorts().lanewise(LSHR, 4).reinterpretAsBytes();
        xHigh = xHigh.lanewise(AND, NIBBLE);
        yHigh = yHigh.lanewise(AND, NIBBLE);
        ByteVector xLow = x.lanewise(AND, NIBBLE);
        ByteVector yLow = y.lanewise(AND, NIBBLE);
        ByteVector low = ByteVector.fromArray(SPECIES, tables, table);
        ByteVector high = ByteVector.fromArray(SPECIES, tables, table + LANES);
        a = a.lanewise(XOR, xLow.selectFrom(low)).lanewise(XOR, xHigh.selectFrom(high));
        b = b.lanewise(XOR, yLow.selectFrom(low)).lanewise(XOR, yHigh.selectFrom(high));
        low = ByteVector.fromArray(SPECIES, tables, table + STEP);
        high = ByteVector.fromArray(SPECIES, tables, table + STEP + LANES);
        c = c.lanewise(XOR, xLow.selectFrom(low)).lanewise(XOR, xHigh.selectFrom(high));
        d = d.lanewise(XOR, yLow.selectFrom(low)).lanewise(XOR, yHigh.selectFrom(high));
        low = ByteVector.fromArray(SPECIES, tables, table + 2 * STEP);
        high = ByteVector.fromArray(SPECIES, tables, table + 2 * STEP + LANES);
        e = e.lanewise(XOR, xLow.selectFrom(low)).lanewise(XOR, xHigh.selectFrom(high));
        f = f.lanewise(XOR, yLow.selectFrom(low)).lanewise(XOR, yHigh.selectFrom(high));
        low = ByteVector.fromArray(SPECIES, tables, table + 3 * STEP);
        high = ByteVector.fromArray(SPECIES, tables, table + 3 * STEP + LANES);
        g = g.lanewise(XOR, xLow.selectFrom(low)).lanewise(XOR, xHigh.selectFrom(high));
        h = h.lanewise(XOR, yLow.selectFrom(low)).lanewise(XOR, yHigh.selectFrom(high));
        table += ROWS * STEP;
      }
      a.intoArray(out[0], outOffsets[0] + at);
      b.intoArray(out[0], outOffsets[0] + at + LANES);
      c.intoArray(out[1], outOffsets[1] + at);
      d.intoArray(out[1], outOffsets[1] + at + LANES);
      e.intoArray(out[2], outOffsets[2] + at);
      f.intoArray(out[2], outOffsets[2] + at + LANES);
      g.intoArray(out[3], outOffsets[3] + at);
      h.intoArray(out[3], outOffsets[3] + at + LANES);
      if (at == last) {
        return;
      }
      at = Math.min(at + STEP, last);
    }
  }

  private static VectorSpecies<Byte> species() {
    VectorSpecies<Byte> preferred = ByteVector.SPECIES_PREFERRED;
    return preferred.length() > 32 ? ByteVector.SPECIES_256 : preferred;
  }

  /** For each factor, its products with low nibbles, then with high ones, repeated to a vector. */
  private static byte[] nibbles() {
    byte[] tables = new byte[256 * STEP];
    for (int factor = 0; factor < 256; factor++) {
      for (int lane = 0; lane < LANES; lane++) {
        int nibble = lane & 0x0f;
        tables[factor * STEP + lane] = (byte) Field.multiply(factor, nibble);
        tables[factor * STEP + LANES + lane] = (byte) Field.multiply(factor, nibble << 4);
      }
    }
    return tables;
  }
}
