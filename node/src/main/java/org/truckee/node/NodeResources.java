package org.truckee.node;

import java.security.SecureRandom;
import java.time.Clock;
import org.truckee.wire.http.HttpTransport;

/**
 * What all nodes of a process share: the threads and buffers of their connections, time and
 * randomness.
 *
 * @param transport the threads and buffers
 * @param clock what tells the time
 * @param random for keys and secrets
 */
public record NodeResources(HttpTransport transport, Clock clock, SecureRandom random)
    implements AutoCloseable {
  /** Those of an ordinary process. */
  public static NodeResources start() {
    return new NodeResources(new HttpTransport(), Clock.systemUTC(), new SecureRandom());
  }

  @Override
  public void close() {
    transport.close();
  }
}
