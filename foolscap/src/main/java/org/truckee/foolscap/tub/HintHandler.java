package org.truckee.foolscap.tub;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.truckee.foolscap.ConnectionHint;

/** Connects to the places that hints of one type name ({@code spec/06 §2.4}). */
public interface HintHandler {
  /** What the status of a connection calls it, such as {@code tcp}. */
  String name();

  /**
   * Connects.
   *
   * @throws IOException if that is not possible; the message says why
   */
  Socket connect(ConnectionHint hint, Duration limit) throws IOException, InterruptedException;

  /** What the host is called in the request to it. */
  String host(ConnectionHint hint);
}
