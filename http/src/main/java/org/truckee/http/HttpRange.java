package org.truckee.http;

/**
 * A range of bytes.
 *
 * @param begin its first byte
 * @param end the byte after its last; a range of HTTP is never empty
 */
public record HttpRange(long begin, long end) {
  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if it is empty or begins before 0
   */
  public HttpRange {
    if (begin < 0 || end <= begin) {
      throw new IllegalArgumentException("no range: %d to %d".formatted(begin, end));
    }
  }

  /** How many bytes. */
  public long length() {
    return end - begin;
  }

  /** What of it is before {@code size}, which has to be after its beginning. */
  public HttpRange within(long size) {
    return new HttpRange(begin, Math.min(end, size));
  }
}
