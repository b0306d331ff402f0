package org.truckee.firstgen.hash;

/**
 * The message authentication code of directory entries ({@code spec/12 §2.5}). It is not HMAC: the
 * key is not brought to the length of a block.
 */
public final class SlotMac {
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private SlotMac() {}

  /** The 32-byte code of {@code data} under {@code key}. */
  public static byte[] of(byte[] key, byte[] data) {
    return OldSha256.hash(masked(key, OUTER), OldSha256.hash(masked(key, INNER), data));
  }

  private static byte[] masked(byte[] key, byte mask) {
    byte[] masked = key.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= mask;
    }
    return masked;
  }
}
