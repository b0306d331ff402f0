package org.truckee.crypto;

import java.util.random.RandomGenerator;

/** The 16-byte AES key of an immutable file: whoever has it can read the file. */
public final class EncryptionKey extends Secret {
  /** Length in bytes. */
  public static final int LENGTH = 16;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 16
   */
  public EncryptionKey(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /** A fresh key from {@code random}, which has to be a secure generator outside tests. */
  public static EncryptionKey random(RandomGenerator random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return new EncryptionKey(bytes);
  }

  /** Where the shares of the file are kept ({@code spec/01 §6.3}). */
  public StorageIndex storageIndex() {
    return new StorageIndex(HashTag.STORAGE_INDEX.hash(bytes()));
  }
}
