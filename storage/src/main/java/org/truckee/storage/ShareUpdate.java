package org.truckee.storage;

import java.util.List;
import java.util.OptionalLong;

/**
 * What shall be tested and changed in one mutable share ({@code spec/04 §10.2}).
 *
 * @param tests all must hold, in all shares of the request, or nothing is written
 * @param writes applied in order; a share that does not exist is created
 * @param newLength shortens the share if it is less than its length; 0 deletes the share
 */
public record ShareUpdate(List<Test> tests, List<Write> writes, OptionalLong newLength) {
  /** Copies the lists. */
  public ShareUpdate {
    tests = List.copyOf(tests);
    writes = List.copyOf(writes);
  }

  /**
   * Holds if a (shortened) read of the range gives exactly the specimen. A share that does not
   * exist reads as empty.
   */
  public record Test(long offset, long length, byte[] specimen) {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if either number is negative
     */
    public Test {
      if (offset < 0 || length < 0) {
        throw new IllegalArgumentException(
            "no range begins at %d with %d".formatted(offset, length));
      }
    }
  }

  /** Bytes that shall stand at {@code offset}. */
  public record Write(long offset, byte[] data) {
    /**
     * Checks the offset.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Write {
      if (offset < 0) {
        throw new IllegalArgumentException("no data begins at " + offset);
      }
    }
  }
}
