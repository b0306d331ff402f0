package org.truckee.capability;

import org.truckee.crypto.HashTag;
import org.truckee.crypto.Secret;
import org.truckee.crypto.StorageIndex;

/** The 16-byte key of a mutable file: whoever has it can read the file ({@code spec/02 §1.2}). */
public final class ReadKey extends Secret {
  /** Length in bytes. */
  public static final int LENGTH = 16;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 16
   */
  public ReadKey(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /** Where the shares of the file are kept. */
  public StorageIndex storageIndex() {
    return new StorageIndex(HashTag.MUTABLE_STORAGE_INDEX.hash(bytes()));
  }
}
