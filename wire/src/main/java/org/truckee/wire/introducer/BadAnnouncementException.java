package org.truckee.wire.introducer;

import org.truckee.foolscap.RemoteFailure;

/** An announcement cannot be accepted ({@code spec/07 §2.4}). The message quotes nothing of it. */
public final class BadAnnouncementException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /** What is wrong with it. */
  public enum Problem {
    /** It is no tuple of three byte strings, or is not signed. */
    UNSIGNED("only signed announcements recognized"),
    /** Its signature is of another kind. */
    UNKNOWN_SIGNATURE("only v0- signatures recognized"),
    /** Its key is of another kind. */
    UNKNOWN_KEY("only v0- keys recognized"),
    /** Key or signature are not written as they should be. */
    MALFORMED_KEY("the key or the signature is malformed"),
    /** Somebody else than the owner of the key has made or changed it. */
    FORGED("the signature does not match"),
    /** What was signed is no JSON object, or too large. */
    UNREADABLE("it is no JSON object of a reasonable size"),
    /** It does not say of what service it is. */
    NO_SERVICE("it names no service");

    private final String text;

    Problem(String text) {
      this.text = text;
    }
  }

  BadAnnouncementException(Problem problem) {
    super(problem.text);
    this.problem = problem;
  }

  BadAnnouncementException(Problem problem, Throwable cause) {
    super(problem.text, cause);
    this.problem = problem;
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }

  /** What a publisher is told, in the terms of existing nodes. */
  RemoteFailure told() {
    return switch (problem) {
      case UNSIGNED, UNKNOWN_SIGNATURE, UNKNOWN_KEY ->
          RemoteFailure.of("allmydata.introducer.common.UnknownKeyError", problem.text);
      case MALFORMED_KEY -> RemoteFailure.assertionError(problem.text);
      case FORGED -> RemoteFailure.of("allmydata.crypto.error.BadSignature", "");
      case UNREADABLE ->
          RemoteFailure.of("json.decoder.JSONDecodeError", problem.text, "builtins.ValueError");
      case NO_SERVICE -> RemoteFailure.keyError("'service-name'");
    };
  }
}
