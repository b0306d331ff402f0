package org.truckee.foolscap.tub;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * How many connections of others a Tub has room for. Each takes some memory, and anybody can make
 * any number of them.
 */
@FunctionalInterface
public interface ConnectionRoom {
  /** What a connection takes of the heap while nothing is done on it, in bytes. */
  long BYTES = 64 << 10;

  /** Room for one more until it is closed; empty if there is none. */
  Optional<Place> tryTake();

  /** Room for one connection. */
  @FunctionalInterface
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /** Room for so many. */
  static ConnectionRoom of(int connections) {
    Semaphore free = new Semaphore(connections);
    return () -> free.tryAcquire() ? Optional.of(free::release) : Optional.empty();
  }
}
