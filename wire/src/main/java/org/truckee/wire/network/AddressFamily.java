package org.truckee.wire.network;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A way to connect to places of the network ({@code spec/07 §15.1}). Thread-safe. */
public interface AddressFamily {
  /** What a status calls it, such as {@code tcp}. */
  String name();

  /**
   * Connects. What is written to and read from the channel, which blocks, is what the two ends say
   * to each other.
   *
   * @param limit how long that may take
   * @throws UnknownHostException if there is no such place
   * @throws ConnectException if there is no way to it now, or it is none of this family; the
   *     message says why
   */
  SocketChannel connect(Place place, Duration limit) throws IOException, InterruptedException;

  /** Whether it hides the address of this machine, and takes longer than a direct connection. */
  boolean hides();
}
