package org.truckee.wire.network.tor;

import java.io.IOException;
import java.time.Duration;

/** A way to the control port of a Tor. */
@FunctionalInterface
public interface TorAccess {
  /**
   * A connection to it that may give orders.
   *
   * @throws IOException if there is none; the message says why
   */
  TorControl open(Duration limit) throws IOException, InterruptedException;
}
