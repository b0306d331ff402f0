package org.truckee.web.api;

import java.util.Locale;
import java.util.Optional;

/** The form in which an answer is wanted: argument {@code output} ({@code spec/08 §2.5}). */
enum Output {
  HTML,
  JSON,
  TEXT;

  /**
   * What a request asks for, a page if it does not.
   *
   * @param text whether the answer has a form in plain text
   * @throws WebException if there is no such form
   */
  static Output of(Arguments arguments, boolean text) throws WebException {
    String wanted = arguments.text("output").orElse("");
    Optional<Output> known =
        switch (wanted.toUpperCase(Locale.ROOT)) {
          case "", "HTML" -> Optional.of(HTML);
          case "JSON" -> Optional.of(JSON);
          case "TEXT" -> text ? Optional.of(TEXT) : Optional.empty();
          default -> Optional.empty();
        };
    return known.orElseThrow(
        () ->
            WebException.page(
                400,
                "Bad Format",
                "Unknown output value: '%s'".formatted(Escapes.printable(wanted))));
  }
}
