package org.truckee.grid.immutable.upload;

import java.io.IOException;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.immutable.SegmentGeometry;

/** A file of ours that a helper is to upload: what it may know, and its crypttext. */
public interface OfferedFile {
  /** The most bytes that are read at once. */
  int MAX_READ = 1 << 20;

  /** Where its shares are kept. */
  StorageIndex index();

  /** Its size, and how it is cut. */
  SegmentGeometry geometry();

  /** How many shares it has. */
  int total();

  /** How good the spread has to be. */
  int happy();

  /**
   * Reads crypttext. What lies before it can never be read again.
   *
   * @param length bytes, at most {@link #MAX_READ}
   * @throws IllegalArgumentException if the range lies before what was read, beyond the end, or is
   *     too long
   * @throws IOException if the source fails, or nothing is read any more
   */
  byte[] read(long offset, int length) throws IOException, InterruptedException;
}
