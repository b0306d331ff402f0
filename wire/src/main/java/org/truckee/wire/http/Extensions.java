package org.truckee.wire.http;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;

/**
 * What a server can do beyond the protocol of the reference ({@code docs/protocol-extensions.md}).
 * It says so in a header of its version, which others ignore; the version itself is a closed map.
 * Thread-safe.
 */
final class Extensions {
  private static final String HEADER = "Truckee-Extensions";
  private static final Pattern SEPARATOR = Pattern.compile("[ ,]+");

  private volatile Set<Extension> known = Set.of();

  /** One request of our own. */
  enum Extension {
    /** Sends excerpts of shares along with their list. */
    EXCERPTS("excerpts"),

    /** Stores small shares whole. */
    STORE("store"),

    /** Sends excerpts of mutable shares along with their list. */
    SLOTS("slots");

    private final String word;

    Extension(String word) {
      this.word = word;
    }
  }

  /** Says what this server can do. */
  static void announce(StorageExchange exchange, Collection<Extension> extensions) {
    exchange.setHeader(
        HEADER,
        extensions.stream().map(extension -> extension.word).collect(Collectors.joining(", ")));
  }

  /** Takes notice of what a server has said. */
  void learn(HttpFields headers) {
    String value = headers.get(HEADER);
    List<String> words = value == null ? List.of() : List.of(SEPARATOR.split(value));
    Set<Extension> said = EnumSet.allOf(Extension.class);
    said.removeIf(extension -> !words.contains(extension.word));
    known = said;
  }

  /** Whether the server can do anything of this. */
  boolean any() {
    return !known.isEmpty();
  }

  /** Whether the server can do this. */
  boolean has(Extension extension) {
    return known.contains(extension);
  }

  /** The server has turned out to know none of these requests. */
  void forget() {
    known = Set.of();
  }
}
