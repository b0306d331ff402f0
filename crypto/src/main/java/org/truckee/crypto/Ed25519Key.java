package org.truckee.crypto;

import java.security.SecureRandom;

/**
 * The private key of a node, which signs its announcements ({@code spec/07 §1}). It is kept as a
 * seed of 32 bytes.
 */
public final class Ed25519Key extends Secret {
  /** Length of the seed in bytes. */
  public static final int LENGTH = 32;

  private static final String PREFIX = "priv-v0-";

  /**
   * The key that follows from a seed.
   *
   * @throws IllegalArgumentException if it has not exactly 32 bytes
   */
  public Ed25519Key(byte[] seed) {
    super(seed, LENGTH);
  }

  /** A fresh key. */
  public static Ed25519Key generate(SecureRandom random) {
    byte[] seed = new byte[LENGTH];
    random.nextBytes(seed);
    return new Ed25519Key(seed);
  }

  /**
   * Parses {@code priv-v0-…}, without a newline behind it.
   *
   * @throws KeyFormatException if {@code text} is anything else
   */
  public static Ed25519Key parse(String text) throws KeyFormatException {
    return new Ed25519Key(Ed25519PublicKey.decode("private key", PREFIX, text, LENGTH));
  }

  /** {@code priv-v0-…}: the secret as a node directory keeps it. */
  public String text() {
    return PREFIX + Base32.encode(bytes());
  }

  /** The key that checks the signatures of this one. */
  public Ed25519PublicKey publicKey() {
    return new Ed25519PublicKey(Ed25519Curve.publicKey(bytes()));
  }

  /** Signs {@code message}; always the same signature for the same message. */
  public Ed25519Signature sign(byte[] message) {
    return new Ed25519Signature(Ed25519Curve.sign(bytes(), message));
  }
}
