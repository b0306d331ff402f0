package org.truckee.crypto;

/** The 16-byte name under which servers keep the shares of one file. */
public final class StorageIndex extends Identifier implements Comparable<StorageIndex> {
  /** Length in bytes. */
  public static final int LENGTH = 16;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 16
   */
  public StorageIndex(byte[] bytes) {
    super("a storage index", LENGTH, bytes);
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

  /** The first five characters of {@link #toString}, as messages show it. */
  public String abbreviated() {
    return toString().substring(0, 5);
  }

  @Override
  public int compareTo(StorageIndex other) {
    return compareBytes(other);
  }
}
