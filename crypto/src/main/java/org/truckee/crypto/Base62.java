package org.truckee.crypto;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Base62 text ({@code spec/01 §2.2}). Made for short values such as hashes: the effort grows with
 * the square of the length, which is therefore limited.
 */
public final class Base62 {
  /** The longest value that is encoded or decoded, in bytes. */
  public static final int MAX_LENGTH = 4096;

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(62);

  private Base62() {}

  /**
   * Encodes {@code bytes}; the empty array gives {@code "0"}.
   *
   * @throws IllegalArgumentException if there are more than {@link #MAX_LENGTH}
   */
  public static String encode(byte[] bytes) {
    requireLength(bytes.length);
    BigInteger value = new BigInteger(1, bytes);
    BigInteger rest = BigInteger.ONE.shiftLeft(8 * bytes.length);
    StringBuilder digits = new StringBuilder();
    while (rest.signum() > 0) {
      BigInteger[] parts = value.divideAndRemainder(BASE);
      digits.append(ALPHABET.charAt(parts[1].intValue()));
      value = parts[0];
      rest = rest.divide(BASE);
    }
    return digits.reverse().toString();
  }

  /**
   * Decodes what {@link #encode} made: c digits give {@code floor(log256(62^c))} bytes.
   *
   * @throws IllegalArgumentException if a character is wrong, the value has no room in that many
   *     bytes, or there are more than {@link #MAX_LENGTH}
   */
  public static byte[] decode(String text) {
    requireLength(text.length());
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new IllegalArgumentException("not base62: unexpected character at position " + i);
      }
      value = value.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    // floor(log256(62^c)): 62^c is no power of 2 for c > 0, so that its bit length decides.
    int length = (BASE.pow(text.length()).bitLength() - 1) / 8;
    if (value.bitLength() > 8 * length) {
      throw new IllegalArgumentException("not base62: the value is too large for its digits");
    }
    byte[] bytes = new byte[length];
    byte[] magnitude = value.toByteArray();
    byte[] significant =
        magnitude.length > length ? Arrays.copyOfRange(magnitude, 1, magnitude.length) : magnitude;
    System.arraycopy(significant, 0, bytes, length - significant.length, significant.length);
    return bytes;
  }

  private static void requireLength(int length) {
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "base62 is for at most %d bytes, not %d".formatted(MAX_LENGTH, length));
    }
  }
}
