package org.truckee.web.api;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.truckee.grid.FileFormat;
import org.truckee.grid.Overwrite;
import org.truckee.http.QueryString;

/** The arguments of a request: query first, then form ({@code spec/08 §2.2–2.5}). */
final class Arguments {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(_[0-9]+)*");
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

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

  /** These arguments with those of a form behind them; form values are UTF-8 text. */
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

  /** All values of an argument of the query that is repeated, as text. */
  List<String> texts(String name) {
    return query.stream()
        .filter(argument -> argument.name().equals(name))
        .map(QueryString.Argument::text)
        .toList();
  }

  /**
   * The first value of an argument that is a name: in the query it is in the character set that
   * {@code _charset} names, UTF-8 if none does ({@code spec/08 §2.5}).
   */
  Optional<String> name(String name) throws WebException {
    Optional<QueryString.Argument> given =
        query.stream().filter(argument -> argument.name().equals(name)).findFirst();
    if (given.isEmpty()) {
      return Optional.ofNullable(form.get(name));
    }
    Charset charset = charset();
    try {
      ByteBuffer bytes = ByteBuffer.wrap(given.get().value().getBytes(StandardCharsets.ISO_8859_1));
      return Optional.of(charset.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      throw WebException.text(400, "%s= is no text in %s".formatted(name, charset.name()));
    }
  }

  private Charset charset() throws WebException {
    String wanted = text("_charset").orElse("utf-8");
    // Others write latin-1 where Java has latin1.
    for (String known : List.of(wanted, wanted.replaceAll("[-_ ]", ""))) {
      try {
        return Charset.forName(known);
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        continue;
      }
    }
    throw WebException.text(
        400, "_charset= '%s' is not known".formatted(Escapes.printable(wanted)));
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

  /** A boolean argument that is false if it is not given. */
  boolean flag(String name) throws WebException {
    return flag(name, false);
  }

  /** A boolean argument. */
  boolean flag(String name, boolean otherwise) throws WebException {
    Optional<String> value = text(name);
    return value.isPresent()
        ? truth(value.get())
            .orElseThrow(
                () ->
                    WebException.text(
                        400, "invalid boolean argument: " + Escapes.bytes(value.get())))
        : otherwise;
  }

  private static Optional<Boolean> truth(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "t", "1", "on" -> Optional.of(true);
      case "false", "f", "0", "off" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** What {@code replace} allows to be replaced ({@code spec/08 §2.5}). */
  Overwrite replace() throws WebException {
    String value = text("replace").orElse("true");
    if (value.equalsIgnoreCase("only-files")) {
      return Overwrite.ONLY_FILES;
    }
    return truth(value)
        .map(Arguments::overwrite)
        .orElseThrow(
            () ->
                WebException.text(
                    400, "invalid replace= argument: '%s'".formatted(Escapes.printable(value))));
  }

  /** What {@code replace=} says where it can only be true or false. */
  Overwrite replaceAll() throws WebException {
    return overwrite(flag("replace", true));
  }

  private static Overwrite overwrite(boolean replace) {
    return replace ? Overwrite.ALWAYS : Overwrite.NEVER;
  }

  /** A whole number, if it is given; one beyond all sizes counts as the nearest {@code long}. */
  Optional<Long> number(String name) throws WebException {
    Optional<String> value = text(name).map(String::strip);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!NUMBER.matcher(value.get()).matches()) {
      throw WebException.text(
          400,
          "invalid literal for %s=: '%s' is no whole number"
              .formatted(name, Escapes.printable(value.get())));
    }
    BigInteger number = new BigInteger(value.get().replace("_", ""));
    return Optional.of(number.max(LEAST).min(MOST).longValue());
  }

  /** The format that was asked for, if one was ({@code spec/08 §2.5}). */
  Optional<FileFormat> format() throws WebException {
    String format = text("format").orElse("");
    if (format.isEmpty()) {
      return flag("mutable") ? Optional.of(FileFormat.SDMF) : Optional.empty();
    }
    return switch (format.toUpperCase(Locale.ROOT)) {
      case "CHK" -> Optional.of(FileFormat.CHK);
      case "SDMF" -> Optional.of(FileFormat.SDMF);
      case "MDMF" -> Optional.of(FileFormat.MDMF);
      default ->
          throw WebException.text(
              400,
              "Unknown format: %s, I know CHK, SDMF, MDMF".formatted(Escapes.printable(format)));
    };
  }

  /** The address to go to when all is done, if one is given. */
  Optional<String> whenDone() {
    return text("when_done").filter(target -> !target.isEmpty());
  }
}
