package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.ProhibitedNode;

/** What a kind of thing cannot do, told in the words that programs know. */
final class Refuse {
  private Refuse() {}

  /** {@code PUT} on a directory, which has no contents that could be sent ({@code §12.2}). */
  static void contents(Reached<?> directory, WebRequest request) throws WebException {
    request.arguments().replace();
    throw WebException.text(400, "PUT to a directory");
  }

  /** {@code /report_incident} by another method than {@code POST} ({@code §18.5}). */
  static void reportByOtherMethods(Kind.Site here, WebRequest request) throws WebException {
    throw WebException.text(400, "/report_incident can only be used with POST");
  }

  /** {@code /private} without its token ({@code §18.8}). */
  static void unauthorized(Kind.Site here, WebRequest request)
      throws IOException, InterruptedException {
    request.setHeader("WWW-Authenticate", "tahoe-lafs realm=\"tahoe-lafs\"");
    request.respond(401, Html.PAGE_TYPE, "Unauthorized");
  }

  /** What has no page of its own: only its methods are told. */
  static void folder(Kind.Site here, WebRequest request) throws WebException {
    throw WebException.method("GET", "HEAD");
  }

  /** Anything that needs the contents of what the operator has prohibited ({@code §6.5}). */
  static void prohibited(Reached<ProhibitedNode> node, WebRequest request) throws IOException {
    throw node.node().problem();
  }
}
