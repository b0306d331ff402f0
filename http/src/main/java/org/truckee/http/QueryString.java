package org.truckee.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Pairs of names and values as in a query and in a form of type {@code
 * application/x-www-form-urlencoded} ({@code spec/08 §2.2, §2.3}). Values are kept as Latin-1 text,
 * one character per byte, because they need not be UTF-8.
 */
public final class QueryString {
  private static final Pattern SEPARATOR = Pattern.compile("[&;]");

  private QueryString() {}

  /** A name and its value. */
  public record Argument(String name, String value) {
    /** The value as UTF-8 text; what is not becomes replacement characters. */
    public String text() {
      return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return encode(name) + "=" + encode(value);
    }
  }

  /** The arguments of a query, in order; pieces without an equals sign are none. */
  public static List<Argument> parse(String query) {
    return query.isEmpty() ? List.of() : pieces(SEPARATOR.split(query));
  }

  /** The fields of a form, in order; those with empty values do not count. */
  public static List<Argument> parseForm(String body) {
    return pieces(body.split("&")).stream().filter(field -> !field.value.isEmpty()).toList();
  }

  private static List<Argument> pieces(String[] pieces) {
    List<Argument> arguments = new ArrayList<>();
    for (String piece : pieces) {
      int equals = piece.indexOf('=');
      if (equals >= 0) {
        arguments.add(
            new Argument(decode(piece.substring(0, equals)), decode(piece.substring(equals + 1))));
      }
    }
    return List.copyOf(arguments);
  }

  private static String decode(String text) {
    return new String(PercentEncoding.bytes(text.replace('+', ' ')), StandardCharsets.ISO_8859_1);
  }

  private static String encode(String latin1) {
    return PercentEncoding.encode(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }
}
