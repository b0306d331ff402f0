package org.truckee.grid.transfer;

/** The part of a range that lies within a file. */
public record Range(long begin, long end) {
  /**
   * Clips a range.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public static Range within(long size, long offset, long length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "no range begins at %d with %d bytes".formatted(offset, length));
    }
    long begin = Math.min(offset, size);
    return new Range(begin, begin + Math.min(length, size - begin));
  }

  public long length() {
    return end - begin;
  }
}
