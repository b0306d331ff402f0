package org.truckee.grid.servers;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;

/**
 * The largest share that each server said it would take, so that not every upload has to ask.
 * Forgets what is old. Thread-safe.
 */
public final class ServerCapacities {
  private final LongSupplier nanoTime;
  private final Duration age;
  private final Map<ServerId, Word> words = new ConcurrentHashMap<>();

  /** With a clock that never goes back, in nanoseconds, and how long a server's word counts. */
  public ServerCapacities(LongSupplier nanoTime, Duration age) {
    this.nanoTime = nanoTime;
    this.age = age;
  }

  /** Bytes; empty if the server has to be asked. */
  public Optional<Long> of(GridServer server) {
    Word word = words.get(server.id());
    return word == null || nanoTime.getAsLong() - word.given > age.toNanos()
        ? Optional.empty()
        : Optional.of(word.bytes);
  }

  /** What a server has just said. */
  public void learn(GridServer server, long bytes) {
    words.put(server.id(), new Word(bytes, nanoTime.getAsLong()));
  }

  /** Forgets what a server said, since it has acted otherwise. */
  public void forget(GridServer server) {
    words.remove(server.id());
  }

  private record Word(long bytes, long given) {}
}
