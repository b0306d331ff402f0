package org.truckee.storage;

/**
 * Some bytes of a share that came along with the answer to a question.
 *
 * @param range what was asked for
 * @param bytes the data from the beginning of the range on; fewer than the range has if the share
 *     ends within it. Not copied: whoever has the excerpt may use the array as its own
 */
public record Excerpt(ByteRange range, byte[] bytes) {
  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if there are more bytes than the range has
   */
  public Excerpt {
    if (bytes.length > range.length()) {
      throw new IllegalArgumentException(
          "%d bytes for a range of %d".formatted(bytes.length, range.length()));
    }
  }

  @Override
  public String toString() {
    return "%d bytes of %s".formatted(bytes.length, range);
  }
}
