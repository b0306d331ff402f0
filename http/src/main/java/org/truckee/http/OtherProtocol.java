package org.truckee.http;

import java.net.Socket;

/**
 * A protocol beside HTTP at the same port, known by the first bytes of a connection.
 *
 * @param firstBytes what its connections, and no others, begin with; ASCII
 * @param acceptor takes them over
 */
public record OtherProtocol(String firstBytes, Acceptor acceptor) {
  /** Takes connections over. */
  @FunctionalInterface
  public interface Acceptor {
    /**
     * Has the connection from now on, and must not block.
     *
     * @param ahead the first bytes, which have been read from it
     */
    void accept(Socket socket, byte[] ahead);
  }
}
