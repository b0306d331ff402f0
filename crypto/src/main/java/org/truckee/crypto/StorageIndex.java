package org.truckee.crypto;

import java.util.Arrays;

/** The 16-byte name under which servers keep the shares of one file. */
public final class StorageIndex implements Comparable<StorageIndex> {
  /** Length in bytes. */
  public static final int LENGTH = 16;

  private final byte[] bytes;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 16
   */
  public StorageIndex(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a storage index has 16 bytes, not %d".formatted(bytes.length));
    }
    this.bytes = bytes.clone();
  }

  /**
   * Parses the 26 base32 characters of {@link #toString}.
   *
   * @throws IllegalArgumentException if {@code text} is anything else
   */
  public static StorageIndex parse(String text) {
    if (text.length() != 26) {
      throw new IllegalArgumentException("a storage index has 26 base32 characters");
    }
    return new StorageIndex(Base32.decode(text));
  }

  /** A copy of the 16 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The first five characters of {@link #toString}, as messages show it. */
  public String abbreviated() {
    return toString().substring(0, 5);
  }

  @Override
  public int compareTo(StorageIndex other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StorageIndex index && Arrays.equals(bytes, index.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The 26 base32 characters. */
  @Override
  public String toString() {
    return Base32.encode(bytes);
  }
}
