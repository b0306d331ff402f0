package org.truckee.erasure;

/**
 * The coefficients that express some shares by k others.
 *
 * <p>The matrix of {@code spec/01 §4.2} says that the k blocks are the values of a polynomial of
 * degree below k at the first k points 0, α^0, α^1, …, and share j its value at point j. So any
 * share is a sum of any k others weighted with Lagrange's coefficients, for coding and decoding
 * alike, and no matrix is ever inverted: k² steps prepare the known shares, and k more give each
 * wanted row.
 */
final class Interpolation {
  private final int[] knownPoints;

  /** For each known point, the logarithm of the product of its distances to the others. */
  private final int[] logWeights;

  /** Prepares the coefficients from the given share numbers, which must be distinct. */
  Interpolation(int[] known) {
    knownPoints = new int[known.length];
    for (int i = 0; i < known.length; i++) {
      knownPoints[i] = point(known[i]);
    }
    logWeights = new int[known.length];
    for (int i = 0; i < known.length; i++) {
      int sum = 0;
      for (int j = 0; j < known.length; j++) {
        if (j != i) {
          sum += Field.log(knownPoints[i] ^ knownPoints[j]);
        }
      }
      logWeights[i] = sum % 255;
    }
  }

  /**
   * The coefficient of each known share, in the order given, in the wanted one, which must not be
   * one of them.
   */
  byte[] row(int wanted) {
    int x = point(wanted);
    int logProduct = 0;
    for (int known : knownPoints) {
      logProduct += Field.log(x ^ known);
    }
    logProduct %= 255;
    byte[] row = new byte[knownPoints.length];
    for (int i = 0; i < row.length; i++) {
      row[i] =
          (byte) Field.exp(logProduct + 2 * 255 - Field.log(x ^ knownPoints[i]) - logWeights[i]);
    }
    return row;
  }

  private static int point(int share) {
    return share == 0 ? 0 : Field.exp(share - 1);
  }
}
