package org.truckee.web.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a request: query first, then form ({@code spec/08 §2.2–2.5}). Values are kept as
 * Latin-1 text, one character per byte, because they need not be UTF-8.
 */
final class Arguments {
  private record Argument(String name, String value) {}

  private final List<Argument> query;
  private final Map<String, String> form;

  private Arguments(List<Argument> query, Map<String, String> form) {
    this.query = query;
    this.form = form;
  }

  /** The arguments of a query string; {@code null} stands for none. */
  static Arguments ofQuery(String query) {
    List<Argument> arguments = new ArrayList<>();
    for (String piece : query == null ? new String[0] : query.split("[&;]")) {
      int equals = piece.indexOf('=');
      if (equals >= 0) {
        arguments.add(
            new Argument(
                unescape(piece.substring(0, equals)), unescape(piece.substring(equals + 1))));
      }
    }
    return new Arguments(List.copyOf(arguments), Map.of());
  }

  /** The same arguments with those of a form behind them; form values are UTF-8 text. */
  Arguments withForm(Map<String, String> fields) {
    return new Arguments(query, Map.copyOf(fields));
  }

  /** The first value of an argument as text. */
  Optional<String> text(String name) {
    return query.stream()
        .filter(argument -> argument.name.equals(name))
        .map(argument -> utf8(argument.value))
        .findFirst()
        .or(() -> Optional.ofNullable(form.get(name)));
  }

  /** All arguments of the query but one, in order, as a query string. */
  String queryWithout(String name) {
    StringBuilder rest = new StringBuilder();
    for (Argument argument : query) {
      if (!argument.name.equals(name)) {
        rest.append(rest.isEmpty() ? "?" : "&")
            .append(Escapes.percent(latin1(argument.name)))
            .append('=')
            .append(Escapes.percent(latin1(argument.value)));
      }
    }
    return rest.toString();
  }

  /** The operation that is asked for: argument {@code t}, empty if there is none. */
  String operation() throws WebException {
    String operation = text("t").orElse("").strip();
    if (!operation.chars().allMatch(c -> c < 128)) {
      throw WebException.text(400, "t= must be ASCII");
    }
    return operation;
  }

  /** A boolean argument. */
  boolean flag(String name) throws WebException {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return false;
    }
    return switch (value.get().toLowerCase(Locale.ROOT)) {
      case "true", "t", "1", "on" -> true;
      case "false", "f", "0", "off" -> false;
      default ->
          throw WebException.text(400, "invalid boolean argument: " + Escapes.bytes(value.get()));
    };
  }

  /**
   * The format of a new file ({@code spec/08 §2.5}).
   *
   * @return {@code CHK}, {@code SDMF} or {@code MDMF}
   */
  String fileFormat() throws WebException {
    String format = text("format").orElse("");
    if (format.isEmpty()) {
      return flag("mutable") ? "SDMF" : "CHK";
    }
    String upper = format.toUpperCase(Locale.ROOT);
    if (!List.of("CHK", "SDMF", "MDMF").contains(upper)) {
      throw WebException.text(
          400, "Unknown format: %s, I know CHK, SDMF, MDMF".formatted(Escapes.printable(format)));
    }
    return upper;
  }

  private static String unescape(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int value = c == '%' ? Escapes.hexByte(text, i + 1) : -1;
      if (value >= 0) {
        bytes.write(value);
        i += 2;
      } else {
        bytes.writeBytes(
            (c == '+' ? " " : String.valueOf(c)).getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static byte[] latin1(String value) {
    return value.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String utf8(String value) {
    return new String(latin1(value), StandardCharsets.UTF_8);
  }
}
