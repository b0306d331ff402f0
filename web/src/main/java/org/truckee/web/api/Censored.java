package org.truckee.web.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.truckee.http.PercentEncoding;
import org.truckee.http.QueryString;

/** Addresses for the log, without what only the client may know ({@code spec/08 §1.5}). */
final class Censored {
  private static final String MARK = "[CENSORED]";

  /** Wherever somebody puts one. */
  private static final Pattern CAPABILITY =
      Pattern.compile("(?i)(?:u|%75|%55)(?:r|%72|%52)(?:i|%69|%49)(?::|%3a)[^/?&\\s]*");

  private static final Pattern SLASHES = Pattern.compile("/+");

  private static final Set<String> BELOW_CAPS = Set.of("uri", "cap", "file", "named");

  /** Arguments whose values are no names and no secrets. */
  private static final Set<String> HARMLESS =
      Set.of(
          "t",
          "output",
          "format",
          "mutable",
          "convergence",
          "replace",
          "offset",
          "save",
          "verify",
          "repair",
          "add-lease",
          "retain-for",
          "release-after-complete",
          "redirect_to_result",
          "_charset");

  private Censored() {}

  /** The address that was asked for. */
  static String address(String rawPath, String rawQuery) {
    return CAPABILITY.matcher(known(rawPath, rawQuery)).replaceAll(MARK);
  }

  private static String known(String rawPath, String rawQuery) {
    String path = path(rawPath);
    List<QueryString.Argument> arguments = QueryString.parse(rawQuery);
    return arguments.isEmpty()
        ? path
        : arguments.stream()
            .map(Censored::argument)
            .collect(Collectors.joining("&", path + "?", ""));
  }

  private static String path(String raw) {
    String[] pieces = SLASHES.split(raw, 4);
    return pieces.length > 2 && BELOW_CAPS.contains(decoded(pieces[1]))
        ? "/" + decoded(pieces[1]) + "/" + MARK
        : Escapes.printable(raw);
  }

  private static String decoded(String piece) {
    try {
      return URLDecoder.decode(piece, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return piece;
    }
  }

  private static String argument(QueryString.Argument argument) {
    String name = PercentEncoding.encode(argument.name());
    String value =
        HARMLESS.contains(argument.name()) ? PercentEncoding.encode(argument.text()) : MARK;
    return Escapes.printable(name + "=" + value);
  }
}
