package org.truckee.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The JDK's hash functions without the checked exception that cannot happen, and without looking a
 * provider up for each hash, which takes longer than hashing a little.
 */
final class Sha256 {
  private static final MessageDigest SHA256 = byName("SHA-256");
  private static final MessageDigest SHA1 = byName("SHA-1");

  /** As many threads hash at the same time, more or less; a power of two. */
  static final int PLACES = 16;

  /** Digests that were used and can be used again, each by one thread at a time. */
  private static final AtomicReferenceArray<MessageDigest> IDLE =
      new AtomicReferenceArray<>(PLACES);

  private Sha256() {}

  static MessageDigest newDigest() {
    return copy(SHA256);
  }

  static MessageDigest newSha1() {
    return copy(SHA1);
  }

  /** The hash of the hash of all these bytes, one after another. */
  static byte[] twice(byte[] prefix, byte[] value, int offset, int length) {
    MessageDigest digest = take();
    digest.update(prefix);
    digest.update(value, offset, length);
    byte[] first = digest.digest();
    byte[] second = digest.digest(first);
    giveBack(digest);
    return second;
  }

  /** One plain hash. */
  static byte[] once(byte[] value) {
    MessageDigest digest = take();
    byte[] hash = digest.digest(value);
    giveBack(digest);
    return hash;
  }

  private static MessageDigest take() {
    MessageDigest idle = IDLE.getAndSet(place(), null);
    return idle == null ? newDigest() : idle;
  }

  /** Only after its digest was taken, which leaves it as new. */
  private static void giveBack(MessageDigest digest) {
    IDLE.set(place(), digest);
  }

  private static int place() {
    return (int) Thread.currentThread().threadId() & PLACES - 1;
  }

  /** A digest that was never used is only read by this, and may be copied by many at once. */
  private static MessageDigest copy(MessageDigest unused) {
    try {
      return (MessageDigest) unused.clone();
    } catch (CloneNotSupportedException e) {
      // Not the JDK's own.
      return byName(unused.getAlgorithm());
    }
  }

  private static MessageDigest byName(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
