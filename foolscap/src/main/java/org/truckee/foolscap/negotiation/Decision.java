package org.truckee.foolscap.negotiation;

import java.util.Map;
import java.util.Optional;
import org.truckee.foolscap.banana.Vocabulary;

/**
 * What the master decides ({@code spec/06 §4.6}).
 *
 * @param vocabulary the one that is used
 * @param connection the master's incarnation and the number of the connection, two words
 */
record Decision(Vocabulary vocabulary, Optional<String> connection) {
  private static final String VERSION = "banana-decision-version";
  private static final String CONNECTION = "current-connection";
  private static final String VOCABULARY = "initial-vocab-table-index";

  HeaderBlock block() {
    return new HeaderBlock(
        Map.of(
            VERSION,
            "3",
            CONNECTION,
            connection.orElse(""),
            VOCABULARY,
            vocabulary.index() + " " + vocabulary.hash()));
  }

  /** A decision against the connection. */
  static HeaderBlock refusal(String text) {
    return new HeaderBlock(Map.of(VERSION, "1", "error", text));
  }

  /**
   * Understands the decision of a master.
   *
   * @throws Refusal if it refuses, or cannot be followed
   */
  static Decision of(HeaderBlock block) throws Refusal {
    if (block.get("error").isPresent()) {
      throw Refusal.byPeer("Banana negotiation failed: " + block.get("error").get());
    }
    String version =
        block.get(VERSION).orElseThrow(() -> Refusal.saying("No banana-decision-version value"));
    if (!version.strip().matches("[123]")) {
      throw Refusal.internal("a decision for a version that is not spoken here");
    }
    return new Decision(vocabulary(block.get(VOCABULARY).orElse("")), block.get(CONNECTION));
  }

  private static Vocabulary vocabulary(String text) throws Refusal {
    if (text.isBlank()) {
      return Vocabulary.EMPTY;
    }
    String[] words = text.strip().split("\\s+");
    if (!words[0].matches("\\d{1,6}")) {
      throw Refusal.internal("a vocabulary whose index is no number");
    }
    int index = Integer.parseInt(words[0]);
    Vocabulary vocabulary =
        Vocabulary.of(index)
            .orElseThrow(() -> Refusal.saying("I can't handle initial vocab table index " + index));
    if (index > 0 && (words.length < 2 || !words[1].equals(vocabulary.hash()))) {
      throw Refusal.saying(
          "Our hash for vocab-table-index %d is %s".formatted(index, vocabulary.hash()));
    }
    return vocabulary;
  }
}
