package org.truckee.storage;

/** The number of a share of a file, 0 … n−1. */
public record ShareNumber(int value) implements Comparable<ShareNumber> {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ShareNumber {
    if (value < 0) {
      throw new IllegalArgumentException("no share has the number " + value);
    }
  }

  @Override
  public int compareTo(ShareNumber other) {
    return Integer.compare(value, other.value);
  }

  /** The number in decimal, as in the name of a share file. */
  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
