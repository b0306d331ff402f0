package org.truckee.wire.introducer;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Ed25519Key;

/**
 * What a node says of one of its services to one introducer, signed ({@code spec/07 §3.4}). The
 * same bytes go out at every reconnection. Thread-safe.
 */
final class Publication {
  private static final int NONCE = 32;

  private final Ed25519Key key;
  private final Map<String, Object> fields;
  private final SequenceNumbers numbers;
  private final SecureRandom random;
  private SignedAnnouncement signed;
  private Announcement announcement;

  Publication(
      Ed25519Key key, Map<String, Object> fields, SequenceNumbers numbers, SecureRandom random) {
    this.key = key;
    this.fields = new LinkedHashMap<>(fields);
    this.numbers = numbers;
    this.random = random;
    sign(0);
  }

  private void sign(long above) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    Map<String, Object> numbered = new LinkedHashMap<>(fields);
    numbered.put(Announcement.SEQUENCE, numbers.next(above));
    numbered.put(Announcement.NONCE, Base32.encode(nonce));
    signed = SignedAnnouncement.sign(key, numbered);
    try {
      // As others read it, to be compared with what they repeat.
      announcement = signed.verify();
    } catch (BadAnnouncementException e) {
      throw new IllegalArgumentException("nobody would accept this announcement", e);
    }
  }

  synchronized SignedAnnouncement signed() {
    return signed;
  }

  /** Whether the introducer holds to something that this node has said otherwise by now. */
  synchronized boolean isOvertakenBy(Announcement heard) {
    return heard.service().equals(announcement.service())
        && heard.publisher().equals(announcement.publisher())
        && !heard.saysTheSameAs(announcement)
        && heard.sequence().isPresent()
        && heard.sequence().get().compareTo(announcement.sequence().orElseThrow()) >= 0;
  }

  /**
   * Signs it anew with a number that is greater than that of another announcement.
   *
   * @return whether that is possible
   */
  synchronized boolean overtake(Announcement heard) {
    BigInteger number = heard.sequence().orElse(BigInteger.ZERO);
    if (number.bitLength() >= Long.SIZE - 1) {
      return false;
    }
    sign(number.longValue());
    return true;
  }
}
