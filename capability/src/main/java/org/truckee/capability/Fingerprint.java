package org.truckee.capability;

import org.truckee.crypto.HashTag;
import org.truckee.crypto.Identifier;

/**
 * The 32-byte hash of the public key of a mutable file ({@code spec/02 §1.2}). Not a secret: every
 * server that holds a share can compute it.
 */
public final class Fingerprint extends Identifier {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 32
   */
  public Fingerprint(byte[] bytes) {
    super("a fingerprint", LENGTH, bytes);
  }

  /**
   * The fingerprint of a public key.
   *
   * @param publicKey its X.509 SubjectPublicKeyInfo in DER
   */
  public static Fingerprint of(byte[] publicKey) {
    return new Fingerprint(HashTag.MUTABLE_FINGERPRINT.hash(publicKey));
  }
}
