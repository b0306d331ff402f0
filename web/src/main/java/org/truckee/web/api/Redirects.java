package org.truckee.web.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Answers that send the client elsewhere ({@code spec/08 §5.3}), and links back. Addresses of this
 * site have no host, so that they are right behind proxies and forwarded ports.
 */
final class Redirects {
  private Redirects() {}

  /** Answers 302 with a target that came from the client. */
  static void foundAsAsked(WebRequest request, String target)
      throws IOException, WebException, InterruptedException {
    found(request, checked(target));
  }

  /** Answers with a text, or sends the client to where it asked to go when all is done. */
  static void done(WebRequest request, String text)
      throws IOException, WebException, InterruptedException {
    Optional<String> next = request.arguments().whenDone();
    if (next.isPresent()) {
      foundAsAsked(request, next.get());
    } else {
      request.respond(200, Html.PAGE_TYPE, text);
    }
  }

  /** Answers 302 with a target as it is. */
  static void found(WebRequest request, String target) throws IOException, InterruptedException {
    request.setHeader("Location", target);
    String shown = Escapes.html(target);
    request.respond(
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
    if (target.chars().anyMatch(c -> c <= 0x20 || c == 0x7f || c == '\\')) {
      throw WebException.text(400, "when_done= is not a URL: escape blanks and other characters");
    }
    // Without the separators of Unicode, at which a pattern would take a line to end.
    String escaped = escaped(target);
    // A link such as javascript: would run in a page of this site.
    if (escaped.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*") && !escaped.matches("(?i)https?://.*")) {
      throw WebException.text(400, "when_done= may only lead to http, https, or a path");
    }
    return escaped;
  }

  /** What is no ASCII as browsers send it; a header field has to be ASCII. */
  private static String escaped(String target) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
      if (b < 0) {
        escaped.append("%%%02X".formatted(b));
      } else {
        escaped.append((char) b);
      }
    }
    return escaped.toString();
  }

  /**
   * Whether a link leads nowhere else, however a browser reads it: it has no scheme and no host,
   * and nothing that browsers drop or take for a slash.
   */
  static boolean staysOnThisSite(String link) {
    return !link.isEmpty()
        && !link.contains(":")
        && !link.startsWith("//")
        && link.chars().noneMatch(c -> c <= 0x20 || c == 0x7f || c == '\\');
  }
}
