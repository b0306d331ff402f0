package org.truckee.grid.directory;

import java.util.Arrays;
import org.truckee.capability.WriteKey;
import org.truckee.crypto.AesCtr;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.Hashes;

/**
 * Enciphers the write caps of the children of one directory, so that only who may write the
 * directory can write them ({@code spec/03 §2.4}): {@code salt (16) ‖ cap ‖ code (32)}. The salt
 * follows from the cap, so that equal caps give equal slots.
 */
final class SlotCipher {
  private static final int SALT = 16;
  private static final int CODE = Hashes.HASH_LENGTH;
  private static final int OVERHEAD = SALT + CODE;
  private static final byte[] NOTHING = {};

  private final byte[] writeKey;

  /** The slot of a child without a write cap, as most are. */
  private final byte[] empty;

  SlotCipher(WriteKey writeKey) {
    this.writeKey = writeKey.bytes();
    this.empty = encipher(NOTHING);
  }

  /** The slot of a write cap; of the empty string if there is none. */
  byte[] seal(byte[] cap) {
    return cap.length == 0 ? empty.clone() : encipher(cap);
  }

  private byte[] encipher(byte[] cap) {
    byte[] salt = HashTag.DIRECTORY_CHILD_SALT.hash(cap);
    EncryptionKey key = key(salt);
    byte[] salted = Arrays.copyOf(salt, SALT + cap.length);
    AesCtr.atStart(key).process(cap, 0, cap.length, salted, SALT);
    byte[] slot = Arrays.copyOf(salted, salted.length + CODE);
    System.arraycopy(Hashes.directoryMac(key.bytes(), salted), 0, slot, salted.length, CODE);
    return slot;
  }

  /**
   * The write cap in a slot; empty if it is too short for one. The code is not verified: the
   * contents are signed, and the reference does not either.
   */
  byte[] open(byte[] slot) {
    int length = slot.length - OVERHEAD;
    if (length <= 0) {
      return NOTHING;
    }
    byte[] cap = new byte[length];
    AesCtr.atStart(key(Arrays.copyOf(slot, SALT))).process(slot, SALT, length, cap, 0);
    return cap;
  }

  private EncryptionKey key(byte[] salt) {
    return new EncryptionKey(HashTag.DIRECTORY_CHILD_KEY.hashPair(salt, writeKey));
  }
}
