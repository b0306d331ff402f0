package org.truckee.storage;

/** A half-open range of bytes, {@code [begin, end)}. */
public record ByteRange(long begin, long end) {
  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it begins below 0 or ends before it begins
   */
  public ByteRange {
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("no range is [%d, %d)".formatted(begin, end));
    }
  }

  /** The number of bytes in it. */
  public long length() {
    return end - begin;
  }
}
