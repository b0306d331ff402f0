package org.truckee.capability;

import java.security.MessageDigest;
import java.util.Arrays;
import org.truckee.crypto.Base32;
import org.truckee.crypto.HashTag;

/**
 * The 32-byte hash of the public key of a mutable file ({@code spec/02 §1.2}). Not a secret: every
 * server that holds a share can compute it.
 */
public final class Fingerprint {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 32
   */
  public Fingerprint(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a fingerprint has 32 bytes, not %d".formatted(bytes.length));
    }
    this.bytes = bytes.clone();
  }

  /**
   * The fingerprint of a public key.
   *
   * @param publicKey its X.509 SubjectPublicKeyInfo in DER
   */
  public static Fingerprint of(byte[] publicKey) {
    return new Fingerprint(HashTag.MUTABLE_FINGERPRINT.hash(publicKey));
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The 52 base32 characters. */
  @Override
  public String toString() {
    return Base32.encode(bytes);
  }
}
