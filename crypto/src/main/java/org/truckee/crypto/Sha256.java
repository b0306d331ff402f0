package org.truckee.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The JDK's hash functions without the checked exception that cannot happen. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest newDigest() {
    return newDigest("SHA-256");
  }

  static MessageDigest newDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
