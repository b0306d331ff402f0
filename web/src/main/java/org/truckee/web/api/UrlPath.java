package org.truckee.web.api;

import java.util.ArrayList;
import java.util.List;
import org.truckee.http.PercentEncoding;
import org.truckee.http.RefusedException;

/**
 * The pieces of a request's path ({@code spec/08 §2.1}). An escaped slash is part of a piece; dots
 * have no special meaning. Empty pieces count only behind a capability: before it they come from a
 * base address that ends in a slash.
 *
 * @param pieces percent-decoded; never empty, {@code [""]} for the root
 * @param depth how many slashes there are behind the first
 */
record UrlPath(List<String> pieces, int depth) {
  UrlPath {
    pieces = List.copyOf(pieces);
  }

  /** Splits a raw path such as {@code /uri/URI%3ACHK…}. */
  static UrlPath parse(String rawPath) throws WebException {
    String[] raw = rawPath.substring(rawPath.startsWith("/") ? 1 : 0).split("/", -1);
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < raw.length; i++) {
      boolean last = i == raw.length - 1;
      if (!raw[i].isEmpty() || pieces.size() >= 2 || (last && pieces.size() == 1)) {
        pieces.add(decode(raw[i]));
      }
    }
    return new UrlPath(pieces.isEmpty() ? List.of("") : pieces, raw.length - 1);
  }

  String first() {
    return pieces.getFirst();
  }

  String last() {
    return pieces.getLast();
  }

  /** Whether a form can be posted to it. */
  boolean takesForms() {
    return switch (first()) {
      case "uri", "cap", "operations", "statistics", "report_incident", "recovery-sheet" -> true;
      case String _ -> false;
    };
  }

  int size() {
    return pieces.size();
  }

  private static String decode(String piece) throws WebException {
    try {
      return PercentEncoding.decode(piece);
    } catch (RefusedException e) {
      throw WebException.page(400, "a piece of the path is not UTF-8");
    }
  }
}
