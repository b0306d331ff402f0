package org.truckee.capability;

import java.security.MessageDigest;
import java.util.Arrays;
import org.truckee.crypto.Base32;
import org.truckee.crypto.HashTag;

/**
 * The 32-byte hash of the URI extension block of an immutable file ({@code spec/01 §6.6}). Not a
 * secret: every server that holds a share can compute it.
 */
public final class UriExtensionHash {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 32
   */
  public UriExtensionHash(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a URI extension hash has 32 bytes, not %d".formatted(bytes.length));
    }
    this.bytes = bytes.clone();
  }

  /** The hash of a packed URI extension block. */
  public static UriExtensionHash of(byte[] uriExtensionBlock) {
    return new UriExtensionHash(HashTag.URI_EXTENSION.hash(uriExtensionBlock));
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UriExtensionHash hash && MessageDigest.isEqual(bytes, hash.bytes);
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
