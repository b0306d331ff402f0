package org.truckee.wire.http;

import java.util.Arrays;
import org.eclipse.jetty.http.HttpFields;

/**
 * What a server can do beyond the protocol of the reference ({@code docs/protocol-extensions.md}).
 * It says so in a header of its version, which others ignore; the version itself is a closed map.
 * Thread-safe.
 */
final class Extensions {
  private static final String HEADER = "Truckee-Extensions";
  private static final String EXCERPTS = "excerpts";

  private volatile boolean excerpts;

  /** Says what this server can do. */
  static void announce(Exchange exchange) {
    exchange.setHeader(HEADER, EXCERPTS);
  }

  /** Takes notice of what a server has said. */
  void learn(HttpFields headers) {
    String value = headers.get(HEADER);
    String[] names = value == null ? new String[0] : value.split("[ ,]+");
    excerpts = Arrays.asList(names).contains(EXCERPTS);
  }

  /** Whether it sends excerpts of shares along with their list. */
  boolean excerpts() {
    return excerpts;
  }

  /** It has turned out not to. */
  void withoutExcerpts() {
    excerpts = false;
  }
}
