package org.truckee.wire.introducer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.truckee.crypto.Ed25519Key;
import org.truckee.crypto.Ed25519PublicKey;
import org.truckee.crypto.Ed25519Signature;
import org.truckee.crypto.KeyFormatException;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;
import org.truckee.wire.introducer.BadAnnouncementException.Problem;

/**
 * An announcement as it travels ({@code spec/07 §2.3}). The signature is of these very bytes, which
 * everybody hands on as they are.
 *
 * @param message JSON in UTF-8
 * @param signature {@code v0-…}
 * @param key {@code v0-…}
 */
record SignedAnnouncement(Bytes message, Bytes signature, Bytes key) {
  /** Existing announcements have about 1 kB; certificates and plugins may add to that. */
  static final int MAX_MESSAGE = 128 << 10;

  private static final String PREFIX = "v0-";

  /** Says {@code fields} with the signature of {@code key}. */
  static SignedAnnouncement sign(Ed25519Key key, Map<String, Object> fields) {
    byte[] message = AnnouncementJson.write(fields);
    return new SignedAnnouncement(
        Bytes.of(message),
        Bytes.of(key.sign(message).text()),
        Bytes.of(key.publicKey().serverId()));
  }

  /**
   * The announcement in a value that came in.
   *
   * @throws BadAnnouncementException if it is no tuple of three byte strings
   */
  static SignedAnnouncement of(Value value) throws BadAnnouncementException {
    if (value instanceof Sequence(Sequence.Kind kind, List<Value> items)
        && kind == Sequence.Kind.TUPLE
        && items.size() == 3
        && items.get(0) instanceof Bytes message
        && items.get(1) instanceof Bytes signature
        && items.get(2) instanceof Bytes key) {
      return new SignedAnnouncement(message, signature, key);
    }
    throw new BadAnnouncementException(Problem.UNSIGNED);
  }

  /** As it is sent. */
  Value toValue() {
    return Value.tuple(message, signature, key);
  }

  /**
   * What it says.
   *
   * @throws BadAnnouncementException if it was not signed with its key, or makes no sense
   */
  Announcement verify() throws BadAnnouncementException {
    String signatureText = text(signature);
    String keyText = text(key);
    if (signatureText.isEmpty() || keyText.isEmpty()) {
      throw new BadAnnouncementException(Problem.UNSIGNED);
    }
    if (!signatureText.startsWith(PREFIX)) {
      throw new BadAnnouncementException(Problem.UNKNOWN_SIGNATURE);
    }
    if (!keyText.startsWith(PREFIX)) {
      throw new BadAnnouncementException(Problem.UNKNOWN_KEY);
    }
    if (message.length() > MAX_MESSAGE) {
      throw new BadAnnouncementException(Problem.UNREADABLE);
    }
    Ed25519PublicKey publisher;
    try {
      publisher = Ed25519PublicKey.parseServerId(keyText);
      if (!publisher.verify(message.array(), Ed25519Signature.parse(signatureText))) {
        throw new BadAnnouncementException(Problem.FORGED);
      }
    } catch (KeyFormatException e) {
      throw new BadAnnouncementException(Problem.MALFORMED_KEY, e);
    }
    // The name in its one right form: a key can be written in two ways.
    return Announcement.of(publisher.serverId(), fields());
  }

  private Map<String, Object> fields() throws BadAnnouncementException {
    try {
      return AnnouncementJson.read(message.array());
    } catch (IOException e) {
      throw new BadAnnouncementException(Problem.UNREADABLE, e);
    }
  }

  private static String text(Bytes bytes) {
    return new String(bytes.array(), StandardCharsets.ISO_8859_1);
  }
}
