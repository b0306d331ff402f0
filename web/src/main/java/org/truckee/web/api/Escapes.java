package org.truckee.web.api;

import java.nio.charset.StandardCharsets;

/** Text made safe for where it stands: a page, a header, a message. */
final class Escapes {
  private Escapes() {}

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
