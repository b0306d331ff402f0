package org.truckee.crypto;

import java.nio.charset.StandardCharsets;

/** Netstrings: {@code dec(length) ":" bytes ","} ({@code spec/01 §1.1}). */
public final class Netstring {
  private Netstring() {}

  /** The netstring of {@code value}. */
  public static byte[] encode(byte[] value) {
    byte[] length = Integer.toString(value.length).getBytes(StandardCharsets.US_ASCII);
    byte[] result = new byte[length.length + value.length + 2];
    System.arraycopy(length, 0, result, 0, length.length);
    result[length.length] = ':';
    System.arraycopy(value, 0, result, length.length + 1, value.length);
    result[result.length - 1] = ',';
    return result;
  }
}
