package org.truckee.node;

import java.security.SecureRandom;
import java.time.Clock;
import org.truckee.memory.ProcessMemory;
import org.truckee.wire.http.HttpTransport;

/**
 * What all nodes of a process share: the threads and buffers of their connections, memory, time and
 * randomness.
 *
 * @param transport the threads and buffers
 * @param memory what may be held of the heap on behalf of others
 * @param clock what tells the time
 * @param random for keys and secrets
 */
public record NodeResources(
    HttpTransport transport, ProcessMemory memory, Clock clock, SecureRandom random)
    implements AutoCloseable {
  /** The resources of an ordinary process. */
  public static NodeResources start() {
    return new NodeResources(
        new HttpTransport(), ProcessMemory.ofThisProcess(), Clock.systemUTC(), new SecureRandom());
  }

  @Override
  public void close() {
    transport.close();
  }
}
