package org.truckee.firstgen.uri;

import org.truckee.crypto.Identifier;

/** The hash of a URI extension, by which the one of a file is recognized ({@code spec/12 §8.6}). */
public final class ExtensionHash extends Identifier {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /** Wraps a copy of the 32 bytes. */
  public ExtensionHash(byte[] bytes) {
    super("the hash of a URI extension", LENGTH, bytes);
  }
}
