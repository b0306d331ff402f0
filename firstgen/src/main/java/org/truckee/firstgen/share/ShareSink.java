package org.truckee.firstgen.share;

import java.io.IOException;

/** A share in the making, wherever it will be kept. */
public interface ShareSink {
  /**
   * Writes bytes, at most 400000. Servers of August 2007 put them behind what they have, so they
   * have to come in order.
   *
   * @throws IOException if they cannot be kept
   */
  void write(int offset, byte[] data) throws IOException, InterruptedException;

  /** The share is complete. */
  void close() throws IOException, InterruptedException;

  /** Where the share will be, for messages. */
  String where();
}
