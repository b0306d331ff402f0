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

  /** Anything that needs the contents of what the operator has prohibited ({@code §6.5}). */
  static void prohibited(Reached<ProhibitedNode> node, WebRequest request) throws IOException {
    throw node.node().problem();
  }
}
