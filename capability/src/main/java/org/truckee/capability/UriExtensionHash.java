package org.truckee.capability;

import org.truckee.crypto.HashTag;
import org.truckee.crypto.Identifier;

/**
 * The 32-byte hash of the URI extension block of an immutable file ({@code spec/01 §6.6}). Not a
 * secret: every server that holds a share can compute it.
 */
public final class UriExtensionHash extends Identifier {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 32
   */
  public UriExtensionHash(byte[] bytes) {
    super("a URI extension hash", LENGTH, bytes);
  }

  /** The hash of a packed URI extension block. */
  public static UriExtensionHash of(byte[] uriExtensionBlock) {
    return new UriExtensionHash(HashTag.URI_EXTENSION.hash(uriExtensionBlock));
  }
}
