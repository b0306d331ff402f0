package org.truckee.web.api;

import java.io.IOException;

/** Answers that send the client elsewhere ({@code spec/08 §5.3}). */
final class Redirects {
  private Redirects() {}

  /** Answers 302 with a target below this site; the address is the one the client used. */
  static void foundHere(Exchange exchange, String path) throws IOException {
    found(exchange, exchange.base() + path);
  }

  /** Answers 302 with a target that came from the client; one without a host is below this site. */
  static void foundAsAsked(Exchange exchange, String target) throws IOException, WebException {
    String checked = checked(target);
    found(exchange, checked.startsWith("/") ? exchange.base() + checked : checked);
  }

  /** Answers 302 with a target as it is. */
  static void found(Exchange exchange, String target) throws IOException {
    exchange.setHeader("Location", target);
    String shown = Escapes.html(target);
    exchange.respond(
        302,
        Html.CONTENT_TYPE,
        """
        <!DOCTYPE html>
        <html lang="en"><head><title>Redirecting</title>
        <meta http-equiv="refresh" content="0;URL=%s"></head>
        <body><a href="%s">click here</a></body></html>
        """
            .formatted(shown, shown));
  }

  private static String checked(String target) throws WebException {
    if (target.chars().anyMatch(c -> c <= 0x20 || c >= 0x7f)) {
      throw WebException.text(400, "when_done= is not a URL: escape blanks and other characters");
    }
    // A link such as javascript: would run in a page of this site.
    if (target.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*") && !target.matches("(?i)https?://.*")) {
      throw WebException.text(400, "when_done= may only lead to http, https, or a path");
    }
    return target;
  }
}
