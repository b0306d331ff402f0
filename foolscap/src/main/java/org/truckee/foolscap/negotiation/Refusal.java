package org.truckee.foolscap.negotiation;

import java.util.Optional;

/** A negotiation that will not succeed ({@code spec/06 §4.5–4.8}). */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String INTERNAL = "internal server error, see logs";

  private final transient Optional<String> told;

  private Refusal(String reason, Optional<String> told) {
    super(reason);
    this.told = told;
  }

  /** The peer is told what we say in the log. */
  static Refusal saying(String reason) {
    return new Refusal(reason, Optional.of(reason));
  }

  /** The peer is told that something is wrong, and only the log says what. */
  static Refusal internal(String reason) {
    return new Refusal(reason, Optional.of(INTERNAL));
  }

  /** The peer itself has refused. */
  static Refusal byPeer(String reason) {
    return new Refusal(reason, Optional.empty());
  }

  /** What the peer is told, in one line; empty if it knows. */
  Optional<String> told() {
    return told.map(text -> text.replaceAll("[\r\n]+", " "));
  }
}
