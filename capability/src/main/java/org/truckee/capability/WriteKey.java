package org.truckee.capability;

import org.truckee.crypto.HashTag;
import org.truckee.crypto.Secret;

/** The 16-byte key of a mutable file: whoever has it can write the file ({@code spec/02 §1.2}). */
public final class WriteKey extends Secret {
  /** Length in bytes. */
  public static final int LENGTH = 16;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 16
   */
  public WriteKey(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /**
   * The write key that follows from a private key.
   *
   * @param privateKey its exact bytes, as the shares of the file hold them enciphered
   */
  public static WriteKey of(byte[] privateKey) {
    return new WriteKey(HashTag.MUTABLE_WRITEKEY.hash(privateKey));
  }

  /** The key that grants reading only. */
  public ReadKey readKey() {
    return new ReadKey(HashTag.MUTABLE_READKEY.hash(bytes()));
  }
}
