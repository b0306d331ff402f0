package org.truckee.web.api;

import org.truckee.http.Exchange;

/**
 * What browsers are told about every answer: it is shown in no frame, its address is told to
 * nobody, and it is what its type says. Our pages need no scripts, so none runs in them, should
 * somebody have smuggled one in; and what others have stored in the grid is not even of this site.
 */
final class SafeHeaders {
  private static final String POLICY = "Content-Security-Policy";
  private static final String SNIFFING = "X-Content-Type-Options";
  private static final String PAGES =
      "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private SafeHeaders() {}

  /** For an answer of our own. */
  static void set(Exchange exchange) {
    exchange.setHeader("X-Frame-Options", "DENY");
    exchange.setHeader("Referrer-Policy", "no-referrer");
    exchange.setHeader("Server", "Truckee");
    exchange.setHeader(POLICY, PAGES);
    exchange.setHeader(SNIFFING, "nosniff");
  }

  /** For what is stored in the grid: whatever it is, it must not act as a part of this site. */
  static void ofContents(Exchange exchange) {
    exchange.setHeader(POLICY, "sandbox");
  }

  /** For files that the operator shows, who may want scripts in them. */
  static void ofOperator(Exchange exchange) {
    exchange.removeHeader(POLICY);
    exchange.removeHeader(SNIFFING);
  }
}
