package org.truckee.web.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.truckee.http.QueryString;

/** The arguments of a request: query first, then form ({@code spec/08 §2.2–2.5}). */
final class Arguments {
  private final List<QueryString.Argument> query;
  private final Map<String, String> form;

  private Arguments(List<QueryString.Argument> query, Map<String, String> form) {
    this.query = query;
    this.form = form;
  }

  /** The arguments of a query string, which may be empty. */
  static Arguments ofQuery(String query) {
    return new Arguments(QueryString.parse(query), Map.of());
  }

  /** The same arguments with those of a form behind them; form values are UTF-8 text. */
  Arguments withForm(Map<String, String> fields) {
    return new Arguments(query, Map.copyOf(fields));
  }

  /** The first value of an argument as text. */
  Optional<String> text(String name) {
    return query.stream()
        .filter(argument -> argument.name().equals(name))
        .map(QueryString.Argument::text)
        .findFirst()
        .or(() -> Optional.ofNullable(form.get(name)));
  }

  /** All arguments of the query but one, in order, as a query string. */
  String queryWithout(String name) {
    String rest =
        query.stream()
            .filter(argument -> !argument.name().equals(name))
            .map(QueryString.Argument::toString)
            .collect(Collectors.joining("&"));
    return rest.isEmpty() ? "" : "?" + rest;
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
}
