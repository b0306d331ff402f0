package org.truckee.web.api;

import java.security.SecureRandom;
import java.util.Base64;
import org.truckee.http.Exchange;

/**
 * What browsers are told about every answer: it is shown in no frame, its address is told to
 * nobody, and it is what its type says. Only our own scripts run in our pages, which name them by a
 * number that nobody can guess: none that somebody has smuggled in, and none of the files that this
 * site has for others. And what others have stored in the grid is not even of this site.
 */
final class SafeHeaders {
  private static final String POLICY = "Content-Security-Policy";
  private static final String SNIFFING = "X-Content-Type-Options";
  private static final String PAGES =
      "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private static final int NONCE_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private SafeHeaders() {}

  /** For an answer of our own. */
  static void set(Exchange exchange) {
    exchange.setHeader("X-Frame-Options", "DENY");
    exchange.setHeader("Referrer-Policy", "no-referrer");
    exchange.setHeader("Server", "Truckee");
    exchange.setHeader(POLICY, PAGES);
    exchange.setHeader(SNIFFING, "nosniff");
  }

  /**
   * For a page of our own with scripts.
   *
   * @return the number by which it names them
   */
  static String ofPage(Exchange exchange) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    String text = Base64.getEncoder().encodeToString(nonce);
    exchange.setHeader(
        POLICY,
        (PAGES + "; script-src 'nonce-%s'; connect-src 'self'; media-src 'self'; frame-src blob:")
            .formatted(text));
    return text;
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
