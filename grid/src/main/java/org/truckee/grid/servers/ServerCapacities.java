package org.truckee.grid.servers;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;

/**
 * The largest share that each server said it would take, so that not every upload has to ask.
 * Forgets what is old. Thread-safe.
 */
public final class ServerCapacities {
  private final Clock clock;
  private final Duration age;
  private final Map<ServerId, Word> words = new ConcurrentHashMap<>();

  public ServerCapacities(Clock clock, Duration age) {
    this.clock = clock;
    this.age = age;
  }

  /** Bytes; empty if the server has to be asked. */
  public Optional<Long> of(GridServer server) {
    Word word = words.get(server.id());
    return word == null || word.given.plus(age).isBefore(clock.instant())
        ? Optional.empty()
        : Optional.of(word.bytes);
  }

  void learn(GridServer server, long bytes) {
    words.put(server.id(), new Word(bytes, clock.instant()));
  }

  /** The server did other than it said. */
  public void forget(GridServer server) {
    words.remove(server.id());
  }

  private record Word(long bytes, Instant given) {}
}
