package org.truckee.grid.mutable;

import java.util.random.RandomGenerator;
import org.truckee.capability.ReadKey;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.Identifier;

/** What makes the key of a segment one that was never used before ({@code spec/02 §4}). */
public final class Salt extends Identifier implements Comparable<Salt> {
  /** Length in bytes. */
  public static final int LENGTH = 16;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 16
   */
  public Salt(byte[] bytes) {
    super("a salt", LENGTH, bytes);
  }

  /** A fresh salt from {@code random}, which has to be a secure generator outside tests. */
  public static Salt random(RandomGenerator random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return new Salt(bytes);
  }

  /** The key of the segment that has this salt. */
  public EncryptionKey dataKey(ReadKey readKey) {
    return new EncryptionKey(HashTag.MUTABLE_DATAKEY.hashPair(bytes(), readKey.bytes()));
  }

  @Override
  public int compareTo(Salt other) {
    return compareBytes(other);
  }
}
