package org.truckee.web.api;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Text made safe for where it stands: a page, a header, a message. */
final class Escapes {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

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
    String visible = CONTROL.matcher(text).replaceAll("?");
    return visible.length() <= 100 ? visible : visible.substring(0, 100) + "…";
  }

  /** A name for a message: in double quotes with escapes if there is something special in it. */
  static String quotedIfNeeded(String name) {
    if (name.codePoints().allMatch(c -> c != '\'' && (c == '\n' || isPlain(c)))) {
      return name;
    }
    StringBuilder quoted = new StringBuilder("\"");
    name.codePoints().forEach(c -> quoted.append(quoted(c)));
    return quoted.append('"').toString();
  }

  /** A name for a message, always in quotes. */
  static String quoted(String name) {
    String shown = quotedIfNeeded(name);
    return shown.equals(name) ? "'" + name + "'" : shown;
  }

  /** The characters that stand for themselves ({@code spec/08 §6.6}). */
  private static boolean isPlain(int c) {
    return c >= 0x20 && c <= 0x7e
        || c >= 0xa0 && c <= 0xd7ff
        || c >= 0xe000 && c <= 0xfdcf
        || c >= 0xfdf0 && c <= 0xfffc;
  }

  private static String quoted(int c) {
    if (c == '"' || c == '$' || c == '`' || c == '\\') {
      return "\\" + (char) c;
    }
    if (isPlain(c) || c == '\n') {
      return Character.toString(c);
    }
    return (c <= 0xff ? "\\x%02x" : c <= 0xffff ? "\\u%04x" : "\\U%08x").formatted(c);
  }
}
