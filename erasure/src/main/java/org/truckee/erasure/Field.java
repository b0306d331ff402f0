package org.truckee.erasure;

/** Arithmetic of GF(2^8) with polynomial 0x11d and generator 2 ({@code spec/01 §4.1}). */
final class Field {
  private static final int POLYNOMIAL = 0x11d;
  private static final int ORDER = 255;

  /** Twice as long as the group, so that a sum of two logarithms needs no reduction. */
  private static final byte[] EXP = new byte[2 * ORDER];

  private static final int[] LOG = new int[256];

  static {
    int power = 1;
    for (int i = 0; i < ORDER; i++) {
      EXP[i] = (byte) power;
      EXP[i + ORDER] = (byte) power;
      LOG[power] = i;
      power <<= 1;
      if (power > 0xff) {
        power ^= POLYNOMIAL;
      }
    }
  }

  private Field() {}

  /** The generator to the given power, which may be any non-negative number. */
  static int exp(int power) {
    return EXP[power % ORDER] & 0xff;
  }

  /** The discrete logarithm of {@code a}, which must be 1…255. */
  static int log(int a) {
    return LOG[a];
  }
}
