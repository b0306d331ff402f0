package org.truckee.grid.directory;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Cap strings as bytes and back, without loss. Caps of unknown kinds may be any bytes: those that
 * are not UTF-8 become single low surrogates from U+DC80 on, one a byte, which UTF-8 never gives.
 */
final class CapBytes {
  private static final char ESCAPE = 0xdc00;

  private CapBytes() {}

  static String decode(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE | in.get() & 0xff));
      }
    }
  }

  /**
   * The bytes of a cap string.
   *
   * @throws CharacterCodingException if it has surrogates that neither are a pair nor stand for a
   *     byte
   */
  static byte[] encode(String text) throws CharacterCodingException {
    ByteBuffer out = ByteBuffer.allocate(3 * text.length());
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || standsForByte(text, i)) {
        out.put(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text, from, i)));
        if (i < text.length()) {
          out.put((byte) text.charAt(i));
        }
        from = i + 1;
      }
    }
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }

  private static boolean standsForByte(String text, int i) {
    char c = text.charAt(i);
    return c >= (ESCAPE | 0x80)
        && c <= (ESCAPE | 0xff)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
