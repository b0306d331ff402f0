package org.truckee.erasure;

/** The code by the letter of {@code spec/01 §4}: bit by bit, with a matrix that is inverted. */
final class NaiveCode {
  private final int[][] generator;
  private final int k;

  NaiveCode(int k, int n) {
    this.k = k;
    int[][] vandermonde = new int[n][k];
    vandermonde[0][0] = 1;
    for (int row = 1; row < n; row++) {
      for (int column = 0; column < k; column++) {
        vandermonde[row][column] = power((row - 1) * column);
      }
    }
    generator = multiply(vandermonde, invert(vandermonde, k));
  }

  int coefficient(int share, int block) {
    return generator[share][block];
  }

  byte[] share(int number, byte[][] blocks) {
    byte[] share = new byte[blocks[0].length];
    for (int i = 0; i < k; i++) {
      int factor = generator[number][i];
      for (int at = 0; at < share.length && factor != 0; at++) {
        share[at] ^= (byte) multiply(factor, blocks[i][at] & 0xff);
      }
    }
    return share;
  }

  static int multiply(int a, int b) {
    int product = 0;
    for (int bit = 0; bit < 8; bit++) {
      product ^= (b >> bit & 1) * (a << bit);
    }
    for (int bit = 14; bit >= 8; bit--) {
      product ^= (product >> bit & 1) * (0x11d << bit - 8);
    }
    return product;
  }

  private static int power(int exponent) {
    int power = 1;
    for (int i = 0; i < exponent % 255; i++) {
      power = multiply(power, 2);
    }
    return power;
  }

  private static int inverse(int a) {
    int inverse = 1;
    while (multiply(a, inverse) != 1) {
      inverse++;
    }
    return inverse;
  }

  private static int[][] multiply(int[][] left, int[][] right) {
    int[][] product = new int[left.length][right.length];
    for (int row = 0; row < left.length; row++) {
      for (int column = 0; column < right.length; column++) {
        for (int i = 0; i < right.length; i++) {
          product[row][column] ^= multiply(left[row][i], right[i][column]);
        }
      }
    }
    return product;
  }

  /** Gauss and Jordan, on the top k rows. */
  private static int[][] invert(int[][] matrix, int k) {
    int[][] work = new int[k][2 * k];
    for (int row = 0; row < k; row++) {
      System.arraycopy(matrix[row], 0, work[row], 0, k);
      work[row][k + row] = 1;
    }
    for (int column = 0; column < k; column++) {
      int pivot = column;
      while (work[pivot][column] == 0) {
        pivot++;
      }
      int[] found = work[pivot];
      work[pivot] = work[column];
      work[column] = found;
      int scale = inverse(found[column]);
      for (int i = 0; i < 2 * k; i++) {
        found[i] = multiply(found[i], scale);
      }
      for (int row = 0; row < k; row++) {
        int factor = work[row][column];
        for (int i = 0; row != column && factor != 0 && i < 2 * k; i++) {
          work[row][i] ^= multiply(factor, found[i]);
        }
      }
    }
    int[][] inverse = new int[k][];
    for (int row = 0; row < k; row++) {
      inverse[row] = java.util.Arrays.copyOfRange(work[row], k, 2 * k);
    }
    return inverse;
  }
}
