package org.truckee.cli.command;

/**
 * How names and texts that come from others are shown, so that they neither move the cursor of a
 * terminal nor mean something else when they are pasted into a shell ({@code spec/10 §3.6}).
 */
public final class Quoting {
  private static final String ESCAPED = "\"$`\\";

  private Quoting() {}

  /** In quote marks, on one line. */
  public static String quoted(String text) {
    return of(text, true, true);
  }

  /** In quote marks only where it has to be; line ends stay. */
  public static String lines(String text) {
    return of(text, false, false);
  }

  /** In quote marks only where it has to be, on one line. */
  public static String plain(String text) {
    return of(text, false, true);
  }

  /** As it is, but for what would move the cursor; for columns. */
  public static String visible(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  private static String of(String text, boolean marks, boolean oneLine) {
    if (text.codePoints().allMatch(c -> isSafe(c, oneLine))) {
      return marks || text.startsWith("\"") ? "'" + text + "'" : text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(c, oneLine, quoted));
    return quoted.append('"').toString();
  }

  private static void append(int c, boolean oneLine, StringBuilder quoted) {
    if (c < 0x80 && ESCAPED.indexOf(c) >= 0) {
      quoted.append('\\').append((char) c);
    } else if (c == '\'' || isSafe(c, oneLine)) {
      quoted.appendCodePoint(c);
    } else if (c < 0x100) {
      quoted.append("\\x%02x".formatted(c));
    } else {
      quoted.append((c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
    }
  }

  /** The apostrophe is the one ordinary character that is not: it would end the quotation. */
  private static boolean isSafe(int c, boolean oneLine) {
    return c >= 0x20 && c <= 0x7e && c != '\''
        || c >= 0xa0 && c <= 0xd7ff
        || c >= 0xe000 && c <= 0xfdcf
        || c >= 0xfdf0 && c <= 0xfffc
        || c == '\n' && !oneLine;
  }
}
