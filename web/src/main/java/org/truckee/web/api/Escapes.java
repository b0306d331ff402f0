package org.truckee.web.api;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Text made safe for where it stands: a URL, a page, a message. */
final class Escapes {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private Escapes() {}

  /** Percent-encodes everything but unreserved characters. */
  static String percent(String text) {
    return percent(text.getBytes(StandardCharsets.UTF_8));
  }

  static String percent(byte[] bytes) {
    StringBuilder escaped = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      if (UNRESERVED.indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append("%%%02X".formatted(b & 0xff));
      }
    }
    return escaped.toString();
  }

  /** The byte that two hexadecimal digits at {@code position} stand for, or −1. */
  static int hexByte(String text, int position) {
    if (position + 2 > text.length()) {
      return -1;
    }
    char high = text.charAt(position);
    char low = text.charAt(position + 1);
    return HexFormat.isHexDigit(high) && HexFormat.isHexDigit(low)
        ? HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low)
        : -1;
  }

  /** Text for a page, also inside an attribute in double quotes. */
  static String html(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /**
   * Text for a header that carries UTF-8: one character per byte, line ends as blanks ({@code
   * spec/08 §9.2}).
   */
  static String headerBytes(String text) {
    String oneLine = text.replaceAll("\\r\\n|\\r|\\n", " ");
    return new String(oneLine.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** A value as the reference shows bytes in messages: {@code b'…'}. */
  static String bytes(String text) {
    StringBuilder escaped = new StringBuilder("b'");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b == '\'' || b == '\\') {
        escaped.append('\\').append((char) b);
      } else if (b >= 0x20 && b < 0x7f) {
        escaped.append((char) b);
      } else {
        escaped.append("\\x%02x".formatted(b & 0xff));
      }
    }
    return escaped.append('\'').toString();
  }

  /** A value for a message, without control characters and cut to a bearable length. */
  static String printable(String text) {
    String visible = text.replaceAll("\\p{Cntrl}", "?");
    return visible.length() <= 100 ? visible : visible.substring(0, 100) + "…";
  }
}
