package org.truckee.foolscap.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The two streams of bytes of a connection. */
public interface Transport {
  /** What the peer sends. Read by one thread. */
  InputStream input() throws IOException;

  /** What the peer gets. Written by one thread. */
  OutputStream output() throws IOException;

  /** Where the peer is, for people to read. */
  String address();

  /**
   * Lets what has been written arrive and tells the peer that nothing more will come; waits for
   * that a short time at most.
   */
  void finish();

  /** Ends both streams at once, whatever other threads are doing with them. */
  void close();
}
