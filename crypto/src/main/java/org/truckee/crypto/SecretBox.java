package org.truckee.crypto;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * Messages that nobody can read or change without the key: the secret box of NaCl, XSalsa20 and
 * Poly1305. A box is a nonce of 24 bytes, an authenticator of 16, and the enciphered message.
 */
public final class SecretBox {
  /** Bytes of a key. */
  public static final int KEY_LENGTH = 32;

  private static final int NONCE = 24;
  private static final int TAG = 16;
  private static final int MAC_KEY = 32;

  private final byte[] key;

  /**
   * Boxes with a key.
   *
   * @throws IllegalArgumentException if it has not 32 bytes
   */
  public SecretBox(byte[] key) {
    if (key.length != KEY_LENGTH) {
      throw new IllegalArgumentException("a key has 32 bytes, not " + key.length);
    }
    this.key = key.clone();
  }

  /** Puts a message into a box of its own. */
  public byte[] seal(byte[] message, RandomGenerator random) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    return seal(message, nonce);
  }

  /** With a nonce that must not have been used with this key. */
  byte[] seal(byte[] message, byte[] nonce) {
    XSalsa20Engine cipher = cipher(nonce);
    byte[] macKey = macKey(cipher);
    byte[] box = new byte[NONCE + TAG + message.length];
    System.arraycopy(nonce, 0, box, 0, NONCE);
    cipher.processBytes(message, 0, message.length, box, NONCE + TAG);
    byte[] tag = tag(macKey, box);
    System.arraycopy(tag, 0, box, NONCE, TAG);
    return box;
  }

  /** The message in a box; empty if it was made with another key, or changed. */
  public Optional<byte[]> open(byte[] box) {
    if (box.length < NONCE + TAG) {
      return Optional.empty();
    }
    XSalsa20Engine cipher = cipher(Arrays.copyOf(box, NONCE));
    byte[] expected = tag(macKey(cipher), box);
    if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(box, NONCE, NONCE + TAG))) {
      return Optional.empty();
    }
    byte[] message = new byte[box.length - NONCE - TAG];
    cipher.processBytes(box, NONCE + TAG, message.length, message, 0);
    return Optional.of(message);
  }

  private XSalsa20Engine cipher(byte[] nonce) {
    XSalsa20Engine cipher = new XSalsa20Engine();
    cipher.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
    return cipher;
  }

  /** The first bytes of the key stream, which are used for nothing else. */
  private static byte[] macKey(XSalsa20Engine cipher) {
    byte[] macKey = new byte[MAC_KEY];
    cipher.processBytes(macKey, 0, MAC_KEY, macKey, 0);
    return macKey;
  }

  private static byte[] tag(byte[] macKey, byte[] box) {
    Poly1305 mac = new Poly1305();
    mac.init(new KeyParameter(macKey));
    mac.update(box, NONCE + TAG, box.length - NONCE - TAG);
    byte[] tag = new byte[TAG];
    mac.doFinal(tag, 0);
    return tag;
  }

  /** Reveals nothing. */
  @Override
  public String toString() {
    return "SecretBox[secret]";
  }
}
