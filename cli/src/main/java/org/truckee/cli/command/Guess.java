package org.truckee.cli.command;

import java.util.List;
import java.util.Optional;

/** What somebody may have meant who mistyped a word. */
public final class Guess {
  private Guess() {}

  /**
   * A line that names it; empty if no word is near.
   *
   * @param prefix what stands before the words where they are typed, such as {@code --}
   */
  public static String hint(String word, List<String> known, String prefix) {
    return nearest(word, known)
        .map(near -> "Did you mean '%s%s'?".formatted(prefix, near))
        .orElse("");
  }

  private static Optional<String> nearest(String word, List<String> known) {
    int best = Math.min(2, word.length() / 2) + 1;
    Optional<String> found = Optional.empty();
    for (String candidate : known) {
      int distance = distance(word, candidate, best);
      if (distance < best) {
        best = distance;
        found = Optional.of(candidate);
      }
    }
    return found;
  }

  /** How many letters have to be changed, added or left out; {@code limit} if more than that. */
  private static int distance(String from, String to, int limit) {
    if (Math.abs(from.length() - to.length()) >= limit) {
      return limit;
    }
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return Math.min(limit, row[to.length()]);
  }
}
