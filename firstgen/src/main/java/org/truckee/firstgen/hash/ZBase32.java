package org.truckee.firstgen.hash;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * z-base-32, in which this generation writes keys, hashes and file names ({@code spec/12 §2.3}).
 * Its texts and those of today's base32 can look alike and mean different bytes.
 */
public final class ZBase32 {
  private static final byte[] ALPHABET =
      "ybndrfg8ejkmcpqxot1uwisza345h769".getBytes(StandardCharsets.US_ASCII);
  private static final int BITS = 5;
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length; i++) {
      VALUES[ALPHABET[i]] = (byte) i;
    }
  }

  private ZBase32() {}

  /** The text of {@code bytes}: a character for every five bits begun. */
  public static String encode(byte[] bytes) {
    int characters = encodedLength(bytes.length);
    byte[] text = new byte[characters];
    for (int i = 0; i < characters; i++) {
      int value = 0;
      for (int bit = i * BITS; bit < (i + 1) * BITS; bit++) {
        int octet = bit / Byte.SIZE < bytes.length ? bytes[bit / Byte.SIZE] : 0;
        value = value << 1 | octet >>> (7 - bit % Byte.SIZE) & 1;
      }
      text[i] = ALPHABET[value];
    }
    return new String(text, StandardCharsets.US_ASCII);
  }

  /** The number of characters that {@code length} bytes become. */
  public static int encodedLength(int length) {
    return Math.toIntExact((8L * length + 4) / BITS);
  }

  /**
   * The bytes of a text that {@link #encode} has made.
   *
   * @throws IllegalArgumentException if it can have made no such text
   */
  public static byte[] decode(String text) {
    int surplus = (int) ((long) text.length() * BITS % Byte.SIZE);
    if (surplus >= BITS) {
      throw new IllegalArgumentException(
          "not z-base-32: no value has " + text.length() + " characters");
    }
    byte[] bytes = new byte[Math.toIntExact((long) text.length() * BITS / Byte.SIZE)];
    int bits = 0;
    int count = 0;
    int out = 0;
    for (int i = 0; i < text.length(); i++) {
      bits = bits << BITS | value(text, i);
      count += BITS;
      if (count >= Byte.SIZE) {
        count -= Byte.SIZE;
        bytes[out++] = (byte) (bits >>> count);
        bits &= (1 << count) - 1;
      }
    }
    if (bits != 0) {
      throw new IllegalArgumentException("not z-base-32: the last character has surplus bits");
    }
    return bytes;
  }

  /**
   * The bytes of a text, of which there must be {@code length}.
   *
   * @throws IllegalArgumentException if there are not, or it is no such text
   */
  public static byte[] decode(String text, int length) {
    byte[] bytes = decode(text);
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          "%d bytes of z-base-32 instead of %d".formatted(bytes.length, length));
    }
    return bytes;
  }

  private static int value(String text, int index) {
    char c = text.charAt(index);
    int value = c < VALUES.length ? VALUES[c] : -1;
    if (value < 0) {
      throw new IllegalArgumentException(
          "not z-base-32: unexpected character at position " + index);
    }
    return value;
  }
}
