package org.truckee.firstgen.share;

import java.io.IOException;

/** A share wherever it is: bytes that can be read at offsets. */
public interface ShareBytes {
  /**
   * Reads {@code length} bytes, at most 400000, from {@code offset} on.
   *
   * @return them, or fewer if the share ends before
   * @throws IOException if they cannot be had
   */
  byte[] read(int offset, int length) throws IOException, InterruptedException;

  /** Where the share is, for messages. */
  String where();
}
