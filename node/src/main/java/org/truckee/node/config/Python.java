package org.truckee.node.config;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Text as the reference's language takes it ({@code spec/09 §4.1}, Boolean, Integer, blanks). */
final class Python {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+(_[0-9]+)*");

  private Python() {}

  /** Without white space at both ends. */
  static String strip(String text) {
    String start = stripEnd(text);
    int from = 0;
    while (from < start.length() && isSpace(start.charAt(from))) {
      from++;
    }
    return start.substring(from);
  }

  /** Without white space at the end. */
  static String stripEnd(String text) {
    int to = text.length();
    while (to > 0 && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(0, to);
  }

  /** An integer that fits an {@code int}; empty if it is none. */
  static OptionalInt integer(String text) {
    String digits = strip(text);
    if (!INTEGER.matcher(digits).matches()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(digits.replace("_", "")));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** A truth value, or null if it is none. */
  static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "yes", "true", "on" -> Boolean.TRUE;
      case "0", "no", "false", "off" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
