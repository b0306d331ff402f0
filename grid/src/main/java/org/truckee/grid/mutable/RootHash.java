package org.truckee.grid.mutable;

import org.truckee.crypto.Hashes;
import org.truckee.crypto.Identifier;

/** The root of the share hash tree of a version. */
public final class RootHash extends Identifier implements Comparable<RootHash> {
  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 32
   */
  public RootHash(byte[] bytes) {
    super("a root hash", Hashes.HASH_LENGTH, bytes);
  }

  @Override
  public int compareTo(RootHash other) {
    return compareBytes(other);
  }
}
