package org.truckee.storage;

/** A range of a mutable share, in bytes. */
public record ReadVector(long offset, long length) {
  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if either number is negative
   */
  public ReadVector {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("no range begins at %d with %d".formatted(offset, length));
    }
  }
}
