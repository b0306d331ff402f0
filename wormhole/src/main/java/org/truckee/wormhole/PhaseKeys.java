package org.truckee.wormhole;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.Hkdf;
import org.truckee.crypto.Secret;
import org.truckee.crypto.SecretBox;

/** The key of a conversation, from which each message has one of its own. */
final class PhaseKeys extends Secret {
  /** With the key on which both ends have agreed. */
  PhaseKeys(byte[] key) {
    super(key);
  }

  /** What the message of a side in a phase is enciphered with. */
  SecretBox box(String side, String phase) {
    return new SecretBox(key(side, phase));
  }

  /** The 32 bytes of its key. */
  byte[] key(String side, String phase) {
    ByteArrayOutputStream purpose = new ByteArrayOutputStream();
    purpose.writeBytes(ascii("wormhole:phase:"));
    purpose.writeBytes(Hashes.sha256(ascii(side)));
    purpose.writeBytes(Hashes.sha256(ascii(phase)));
    return Hkdf.sha256(bytes(), purpose.toByteArray(), SecretBox.KEY_LENGTH);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
