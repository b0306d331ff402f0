package org.truckee.http;

import java.io.IOException;

/** A WebSocket (RFC 6455) on which texts are sent and nothing is expected. */
public interface TextSocket {
  /** What is done with one, on a thread of its own; when it returns the socket is closed. */
  @FunctionalInterface
  interface Use {
    void with(TextSocket socket) throws IOException, InterruptedException;
  }

  /**
   * Sends a text frame, waiting until the network has taken it.
   *
   * @throws IOException if it does not, or not in time
   */
  void send(String text) throws IOException, InterruptedException;

  /** Sends something that the other side answers by itself, to see whether it is there. */
  void ping() throws IOException, InterruptedException;

  /** Whether the other side still listens, as far as is known. */
  boolean isOpen();
}
