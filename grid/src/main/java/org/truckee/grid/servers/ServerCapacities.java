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
  private static final Duration REFUSAL = Duration.ofSeconds(2);

  private final LongSupplier nanoTime;
  private final Duration age;
  private final Map<ServerId, Word> words = new ConcurrentHashMap<>();

  /** With a clock that never goes back, in nanoseconds, and how long a server's word counts. */
  public ServerCapacities(LongSupplier nanoTime, Duration age) {
    this.nanoTime = nanoTime;
    this.age = age;
  }

  /**
   * The largest share that a server takes, in bytes; empty if the server has to be asked. That it
   * has too little room counts only for seconds: somebody may be making room at this moment.
   *
   * @param wanted the bytes of a share that it shall take
   */
  public Optional<Long> of(GridServer server, long wanted) {
    Word word = words.get(server.id());
    if (word == null) {
      return Optional.empty();
    }
    long counts = word.bytes >= wanted ? age.toNanos() : Math.min(age.toNanos(), REFUSAL.toNanos());
    return nanoTime.getAsLong() - word.given > counts ? Optional.empty() : Optional.of(word.bytes);
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
