package org.truckee.firstgen.uri;

import org.truckee.crypto.Secret;
import org.truckee.firstgen.hash.OldTag;

/** The 16-byte key that a directory is read with ({@code spec/12 §3}). */
public final class ReadKey extends Secret {
  /** Length in bytes. */
  public static final int LENGTH = 16;

  /** Wraps a copy of the 16 bytes. */
  public ReadKey(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /** Under which the server keeps the directory. */
  public DirectoryIndex index() {
    return new DirectoryIndex(OldTag.DIRECTORY_INDEX.hash(bytes()));
  }

  /** The 32 bytes by which the server knows the child of that name, which it does not see. */
  public byte[] childNameHash(byte[] name) {
    return OldTag.CHILD_NAME.hashPair(bytes(), name);
  }
}
