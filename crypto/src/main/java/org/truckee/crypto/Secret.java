package org.truckee.crypto;

import java.security.MessageDigest;

/**
 * Bytes that grant something to whoever knows them. Compared in constant time; {@code toString}
 * reveals nothing.
 */
public abstract class Secret {
  private final byte[] bytes;

  /** Copies {@code bytes}. */
  protected Secret(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /**
   * Copies {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly {@code length} of them
   */
  protected Secret(byte[] bytes, int length) {
    this(bytes);
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          "a secret of this kind has %d bytes, not %d".formatted(length, bytes.length));
    }
  }

  /** A copy of the secret bytes. */
  public final byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Secret secret
        && secret.getClass() == getClass()
        && MessageDigest.isEqual(bytes, secret.bytes);
  }

  @Override
  public final int hashCode() {
    // Only the first bytes of a hash: enough for maps, useless for guessing.
    byte[] hash = Hashes.sha256(bytes);
    return (hash[0] & 0xff) << 8 | (hash[1] & 0xff);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[secret]";
  }
}
