package org.truckee.foolscap.banana;

import java.util.Optional;

/** The types of Banana tokens ({@code spec/06 §5.2}). */
public enum TokenType {
  /** Obsolete; nobody may send it. */
  LIST(0x80),
  /** A number from zero on, in the header. */
  INT(0x81),
  /** A byte string; its length is in the header. */
  STRING(0x82),
  /** The magnitude of a negative number, in the header. */
  NEG(0x83),
  /** Eight bytes of an IEEE 754 double. */
  FLOAT(0x84),
  /** A number in the body, big-endian; its length is in the header. */
  LONGINT(0x85),
  /** The magnitude of a negative number, in the body. */
  LONGNEG(0x86),
  /** A byte string from the vocabulary; its index is in the header. */
  VOCAB(0x87),
  /** The beginning of a sequence; its number is in the header. */
  OPEN(0x88),
  /** The end of a sequence. */
  CLOSE(0x89),
  /** The sender gives up the innermost open sequence. */
  ABORT(0x8a),
  /** The sender gives up the connection; the reason is in the body. */
  ERROR(0x8d),
  /** Asks for a PONG. */
  PING(0x8e),
  /** Answers a PING. */
  PONG(0x8f);

  private static final TokenType[] BY_CODE = new TokenType[0x80];

  static {
    for (TokenType type : values()) {
      BY_CODE[type.code & 0x7f] = type;
    }
  }

  private final int code;

  TokenType(int code) {
    this.code = code;
  }

  /** The type byte. */
  public int code() {
    return code;
  }

  /** Whether bytes follow whose number is in the header. */
  boolean hasBody() {
    return this == STRING || this == LONGINT || this == LONGNEG || this == ERROR;
  }

  /** The type with that byte, 0x80 to 0xff; empty if there is none. */
  static Optional<TokenType> ofCode(int code) {
    return Optional.ofNullable(BY_CODE[code & 0x7f]);
  }
}
