package org.truckee.storage;

import java.nio.ByteBuffer;

/** Access to one complete immutable share. May be used by many threads at once. */
public interface BucketReader {
  /**
   * Reads up to {@code target.remaining()} bytes into {@code target}, less only at the end of the
   * share.
   *
   * @param offset where in the share the range begins, ≥ 0; at or past the end nothing is read
   * @return the number of bytes read, 0 at or past the end
   */
  int read(long offset, ByteBuffer target) throws StorageException, InterruptedException;
}
