package org.truckee.foolscap.negotiation;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.banana.Vocabulary;

/**
 * What each side says first inside of TLS ({@code spec/06 §4.4}).
 *
 * @param vocabularies the vocabularies it knows
 * @param lastConnection what a client remembers of its last connection, its two words
 * @param incarnation what it chose when it started
 * @param tubId whom it claims to be
 */
public record Hello(
    VersionRange vocabularies,
    Optional<String> lastConnection,
    Optional<String> incarnation,
    Optional<String> tubId) {

  /** The one version of the protocol that is spoken here. */
  static final VersionRange VERSIONS = new VersionRange(3, 3);

  static final VersionRange VOCABULARIES = new VersionRange(0, Vocabulary.MAXIMUM_INDEX);

  private static final VersionRange NO_VOCABULARY = new VersionRange(0, 0);
  private static final String RANGE = "banana-negotiation-range";
  private static final String OBSOLETE = "banana-negotiation-version";
  private static final String VOCABULARY = "initial-vocab-table-range";
  private static final String LAST = "last-connection";
  private static final String INCARNATION = "my-incarnation";
  private static final String TUB = "my-tub-id";

  /** The hello of this side. */
  static HeaderBlock own(TubId tubId, String incarnation, Optional<String> lastConnection) {
    Map<String, String> fields = new TreeMap<>();
    fields.put(RANGE, VERSIONS.toString());
    fields.put(VOCABULARY, VOCABULARIES.toString());
    lastConnection.ifPresent(last -> fields.put(LAST, last));
    fields.put(INCARNATION, incarnation);
    fields.put(TUB, tubId.toString());
    return new HeaderBlock(fields);
  }

  /**
   * Understands the hello of a peer.
   *
   * @throws Refusal if it refuses, or if there is no version that both speak
   */
  static Hello of(HeaderBlock block) throws Refusal {
    if (block.get("error").isPresent()) {
      throw Refusal.byPeer("the peer says: " + block.get("error").get());
    }
    if (block.get(RANGE).isEmpty()) {
      throw block.get(OBSOLETE).isPresent()
          ? Refusal.saying("You speak a version of the protocol that is too old")
          : Refusal.saying("No valid banana-negotiation sequence seen");
    }
    int _ = VERSIONS.best(VersionRange.parse(block.get(RANGE).get()), "banana version");
    Optional<String> vocabularies = block.get(VOCABULARY);
    return new Hello(
        vocabularies.isPresent() ? VersionRange.parse(vocabularies.get()) : NO_VOCABULARY,
        block.get(LAST),
        block.get(INCARNATION),
        block.get(TUB));
  }
}
