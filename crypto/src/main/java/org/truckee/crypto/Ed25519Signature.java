package org.truckee.crypto;

import java.util.Arrays;

/** A 64-byte signature of a node ({@code spec/07 §1}). */
public final class Ed25519Signature {
  /** Length in bytes. */
  public static final int LENGTH = 64;

  private static final String PREFIX = "v0-";

  private final byte[] bytes;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 64
   */
  public Ed25519Signature(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "an Ed25519 signature has 64 bytes, not %d".formatted(bytes.length));
    }
    this.bytes = bytes.clone();
  }

  /**
   * Parses {@code v0-…} with 103 characters of base32.
   *
   * @throws KeyFormatException if {@code text} is anything else
   */
  public static Ed25519Signature parse(String text) throws KeyFormatException {
    return new Ed25519Signature(Ed25519PublicKey.decode("signature", PREFIX, text, LENGTH));
  }

  /** A copy of the 64 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** {@code v0-…}, as announcements have it. */
  public String text() {
    return PREFIX + Base32.encode(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519Signature signature && Arrays.equals(bytes, signature.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The text form. */
  @Override
  public String toString() {
    return text();
  }
}
