package org.truckee.firstgen.uri;

import org.truckee.crypto.Secret;
import org.truckee.firstgen.hash.OldTag;

/** The 16-byte AES key of a file, which follows from its contents ({@code spec/12 §3}). */
public final class FileKey extends Secret {
  /** Length in bytes. */
  public static final int LENGTH = 16;

  /** Wraps a copy of the 16 bytes. */
  public FileKey(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /** Under which servers keep the shares. */
  public OldStorageIndex storageIndex() {
    return new OldStorageIndex(OldTag.STORAGE_INDEX.truncated(bytes(), OldStorageIndex.LENGTH));
  }
}
