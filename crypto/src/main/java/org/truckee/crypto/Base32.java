package org.truckee.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lower-case base32 without padding ({@code spec/01 §2.1}).
 *
 * <p>n bytes become {@code ceil(8n/5)} characters of {@code a–z2–7}.
 */
public final class Base32 {
  private static final byte[] ALPHABET =
      "abcdefghijklmnopqrstuvwxyz234567".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length; i++) {
      VALUES[ALPHABET[i]] = (byte) i;
    }
  }

  private Base32() {}

  /** Encodes {@code bytes}; the empty array gives the empty string. */
  public static String encode(byte[] bytes) {
    byte[] text = new byte[encodedLength(bytes.length)];
    long bits = 0;
    int bitCount = 0;
    int out = 0;
    for (byte b : bytes) {
      bits = (bits << 8) | (b & 0xff);
      bitCount += 8;
      while (bitCount >= 5) {
        bitCount -= 5;
        text[out++] = ALPHABET[(int) (bits >>> bitCount) & 31];
      }
    }
    if (bitCount > 0) {
      text[out] = ALPHABET[(int) (bits << (5 - bitCount)) & 31];
    }
    return new String(text, StandardCharsets.US_ASCII);
  }

  /** The number of characters that {@code length} bytes become. */
  public static int encodedLength(int length) {
    return Math.toIntExact((8L * length + 4) / 5);
  }

  /**
   * Decodes {@code text}, which must be exactly what {@link #encode} would have produced.
   *
   * @throws IllegalArgumentException if a character, the length or a surplus bit is wrong
   */
  public static byte[] decode(String text) {
    return decode(text, surplusBits(text));
  }

  /**
   * Decodes as leniently as the reference does outside capabilities: surplus bits below the highest
   * one must be zero, the highest one is ignored ({@code spec/01 §2.1}).
   *
   * @throws IllegalArgumentException if a character, the length or a surplus bit is wrong
   */
  public static byte[] decodeLenient(String text) {
    return decode(text, Math.max(0, surplusBits(text) - 1));
  }

  /** Whether {@link #decode} would accept {@code text}. */
  public static boolean isCanonical(String text) {
    try {
      decode(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int surplusBits(String text) {
    return (int) (text.length() * 5L % 8);
  }

  private static byte[] decode(String text, int zeroBits) {
    if (surplusBits(text) >= 5) {
      throw new IllegalArgumentException("not base32: no value has " + text.length() + " digits");
    }
    byte[] bytes = new byte[Math.toIntExact(5L * text.length() / 8)];
    long bits = 0;
    int bitCount = 0;
    int out = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int value = c < 128 ? VALUES[c] : -1;
      if (value < 0) {
        throw new IllegalArgumentException("not base32: unexpected character at position " + i);
      }
      bits = (bits << 5) | value;
      bitCount += 5;
      if (bitCount >= 8) {
        bitCount -= 8;
        bytes[out++] = (byte) (bits >>> bitCount);
      }
    }
    if ((bits & ((1L << zeroBits) - 1)) != 0) {
      throw new IllegalArgumentException("not base32: the last character has surplus bits");
    }
    return bytes;
  }
}
