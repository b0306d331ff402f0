package org.truckee.foolscap.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A byte string in memory. It keeps the array that it is given, which nobody changes from then on.
 */
public final class Bytes implements Value, Comparable<Bytes> {
  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Around {@code bytes}, without a copy. */
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes);
  }

  /** The UTF-8 of {@code text}. */
  public static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The array itself. */
  public byte[] array() {
    return bytes;
  }

  /** Length in bytes. */
  public int length() {
    return bytes.length;
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The length only: the bytes may be a secret. */
  @Override
  public String toString() {
    return "Bytes[" + bytes.length + "]";
  }
}
