package org.truckee.grid;

/**
 * Names and other texts of users in messages, so that none can be mistaken ({@code spec/03 §11}).
 */
final class Quoted {
  private Quoted() {}

  /** As it is, or in double quotes with escapes if there is something special in it. */
  static String ifNeeded(String text) {
    return isPlain(text) ? text : escaped(text);
  }

  private static boolean isPlain(String text) {
    return text.codePoints().allMatch(c -> c != '\'' && isShown(c));
  }

  private static boolean isShown(int c) {
    return c >= 0x20 && c <= 0x7e
        || c >= 0xa0 && c <= 0xd7ff
        || c >= 0xe000 && c <= 0xfdcf
        || c >= 0xfdf0 && c <= 0xfffc;
  }

  private static String escaped(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quoted.append(escaped(c)));
    return quoted.append('"').toString();
  }

  private static String escaped(int c) {
    if (c == '"' || c == '$' || c == '`' || c == '\\') {
      return "\\" + (char) c;
    }
    if (isShown(c)) {
      return Character.toString(c);
    }
    return (c <= 0xff ? "\\x%02x" : c <= 0xffff ? "\\u%04x" : "\\U%08x").formatted(c);
  }
}
