package org.truckee.foolscap.banana;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as bytes on the wire. */
public final class Utf8 {
  private Utf8() {}

  /**
   * Decodes strictly.
   *
   * @throws CharacterCodingException if the bytes are not UTF-8
   */
  public static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** How many bytes the text has. */
  public static long length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The text, or as many of its first characters as have room in {@code limit} bytes. */
  public static byte[] shortened(String text, int limit) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= limit) {
      return bytes;
    }
    int end = limit;
    while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }
}
