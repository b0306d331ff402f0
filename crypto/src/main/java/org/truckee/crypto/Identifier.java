package org.truckee.crypto;

import java.util.Arrays;

/**
 * Bytes of a fixed length that name or validate something, shown in base32. They are no secret; for
 * those there is {@link Secret}.
 */
public abstract class Identifier {
  private final byte[] bytes;

  /**
   * Copies {@code bytes}.
   *
   * @param what what messages call it, with its article
   * @throws IllegalArgumentException if there are not exactly {@code length} of them
   */
  protected Identifier(String what, int length, byte[] bytes) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          "%s has %d bytes, not %d".formatted(what, length, bytes.length));
    }
    this.bytes = bytes.clone();
  }

  /** A copy of the bytes. */
  public final byte[] bytes() {
    return bytes.clone();
  }

  /** The order of the bytes, which are unsigned. */
  protected final int compareBytes(Identifier other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Identifier that
        && that.getClass() == getClass()
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public final int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The bytes in base32. */
  @Override
  public final String toString() {
    return Base32.encode(bytes);
  }
}
