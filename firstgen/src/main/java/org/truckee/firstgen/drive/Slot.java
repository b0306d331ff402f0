package org.truckee.firstgen.drive;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.truckee.firstgen.hash.SlotMac;

/**
 * The form in which names and URIs lie at a server that cannot read them ({@code spec/12 §6.2}):
 * initialization vector, crypttext, authentication code.
 */
public final class Slot {
  /** How much longer than its contents a slot is, in bytes. */
  public static final int OVERHEAD = 46;

  /** The longest that a server takes, in bytes. */
  public static final int MAX_LENGTH = 1000;

  static final int VECTOR = 14;
  private static final int CODE = 32;
  private static final int COUNTER = 16;

  private Slot() {}

  /** Closes a slot with a vector that is used for nothing else. */
  public static byte[] seal(byte[] key, byte[] plaintext, RandomGenerator random) {
    byte[] vector = new byte[VECTOR];
    random.nextBytes(vector);
    return seal(key, vector, plaintext);
  }

  static byte[] seal(byte[] key, byte[] vector, byte[] plaintext) {
    byte[] crypttext = cipher(key, vector, plaintext);
    byte[] slot = Arrays.copyOf(vector, VECTOR + crypttext.length + CODE);
    System.arraycopy(crypttext, 0, slot, VECTOR, crypttext.length);
    int end = VECTOR + crypttext.length;
    byte[] code = SlotMac.of(key, Arrays.copyOf(slot, end));
    System.arraycopy(code, 0, slot, end, CODE);
    return slot;
  }

  /**
   * Opens a slot.
   *
   * @throws DamagedEntryException if it was not closed with that key, or changed since
   */
  public static byte[] open(byte[] key, byte[] slot) throws DamagedEntryException {
    if (slot.length < OVERHEAD) {
      throw new DamagedEntryException(
          "an entry of %d bytes; there are none below %d".formatted(slot.length, OVERHEAD));
    }
    int end = slot.length - CODE;
    byte[] code = Arrays.copyOfRange(slot, end, slot.length);
    if (!MessageDigest.isEqual(code, SlotMac.of(key, Arrays.copyOf(slot, end)))) {
      throw new DamagedEntryException("HMAC does not match, crypttext is corrupted");
    }
    return cipher(key, Arrays.copyOf(slot, VECTOR), Arrays.copyOfRange(slot, VECTOR, end));
  }

  private static byte[] cipher(byte[] key, byte[] vector, byte[] data) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new IvParameterSpec(Arrays.copyOf(vector, COUNTER)));
      return cipher.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES/CTR", e);
    }
  }
}
