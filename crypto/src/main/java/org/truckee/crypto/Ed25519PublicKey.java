package org.truckee.crypto;

import java.util.Arrays;

/** The 32-byte public key of a node, which is its identity as a server ({@code spec/07 §1}). */
public final class Ed25519PublicKey {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private static final String PREFIX = "pub-v0-";
  private static final String SERVER_PREFIX = "v0-";

  private final byte[] bytes;

  /**
   * Wraps a copy of {@code bytes}, which need not be a key that anybody can have.
   *
   * @throws IllegalArgumentException if there are not exactly 32
   */
  public Ed25519PublicKey(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "an Ed25519 public key has 32 bytes, not %d".formatted(bytes.length));
    }
    this.bytes = bytes.clone();
  }

  /**
   * Parses {@code pub-v0-…}, without a newline behind it.
   *
   * @throws KeyFormatException if {@code text} is anything else
   */
  public static Ed25519PublicKey parse(String text) throws KeyFormatException {
    return new Ed25519PublicKey(decode("public key", PREFIX, text, LENGTH));
  }

  /**
   * Parses a server id, {@code v0-…}.
   *
   * @throws KeyFormatException if {@code text} is anything else
   */
  public static Ed25519PublicKey parseServerId(String text) throws KeyFormatException {
    return new Ed25519PublicKey(decode("server id", SERVER_PREFIX, text, LENGTH));
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** {@code pub-v0-…}, as {@code node.pubkey} has it. */
  public String text() {
    return PREFIX + Base32.encode(bytes);
  }

  /** {@code v0-…}, as announcements have it; 55 characters. */
  public String serverId() {
    return SERVER_PREFIX + Base32.encode(bytes);
  }

  /** Whether {@code signature} is one of {@code message}. */
  public boolean verify(byte[] message, Ed25519Signature signature) {
    return Ed25519Curve.verify(bytes, message, signature.bytes());
  }

  /** The bytes behind {@code prefix} in a text form of {@code spec/07 §1}. */
  static byte[] decode(String what, String prefix, String text, int length)
      throws KeyFormatException {
    int digits = Base32.encodedLength(length);
    if (text.startsWith(prefix) && text.length() == prefix.length() + digits) {
      try {
        return Base32.decodeLenient(text.substring(prefix.length()));
      } catch (IllegalArgumentException _) {
        // Said below: the decoder's own text would be about a part of the text.
      }
    }
    throw new KeyFormatException(
        "an Ed25519 %s is \"%s\" and %d characters of base32, and nothing else"
            .formatted(what, prefix, digits));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519PublicKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The server id. */
  @Override
  public String toString() {
    return serverId();
  }
}
