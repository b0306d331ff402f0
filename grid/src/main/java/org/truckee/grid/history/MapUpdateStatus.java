package org.truckee.grid.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.MapMode;
import org.truckee.grid.ServerId;

/** A servermap update. Closing it ends it. */
public final class MapUpdateStatus implements OperationStatus, AutoCloseable {
  private final long number;
  private final SteadyClock clock;
  private final StorageIndex index;
  private final MapMode mode;

  /** Guarded by this, like all that changes. */
  private final Map<ServerId, Answer> answers = new LinkedHashMap<>();

  private int asked;
  private String status = "Not started";
  private Optional<Duration> total = Optional.empty();

  /**
   * What came of the question to one server.
   *
   * @param after how long it took
   * @param problem why it did not answer; empty if it did
   */
  public record Answer(Duration after, Optional<String> problem) {}

  MapUpdateStatus(long number, SteadyClock clock, StorageIndex index, MapMode mode) {
    this.number = number;
    this.clock = clock;
    this.index = index;
    this.mode = mode;
  }

  /** So many servers are asked at first. */
  public synchronized void asking(int servers) {
    asked = servers;
    status = "Sending %d initial queries".formatted(servers);
  }

  /** A server has answered, or failed. */
  public synchronized void answered(ServerId server, Duration after, Optional<String> problem) {
    answers.put(server, new Answer(after, problem));
  }

  @Override
  public synchronized void close() {
    if (total.isEmpty()) {
      total = Optional.of(clock.elapsed());
      status = "Finished";
    }
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public Instant started() {
    return clock.begin();
  }

  @Override
  public Optional<StorageIndex> storageIndex() {
    return Optional.of(index);
  }

  /** How thoroughly is asked. */
  public MapMode mode() {
    return mode;
  }

  @Override
  public synchronized String status() {
    return status;
  }

  @Override
  public synchronized boolean isActive() {
    return total.isEmpty();
  }

  /** How many of those who were asked at first have answered, from 0 to 1. */
  public synchronized double progress() {
    return total.isPresent() ? 1 : asked == 0 ? 0 : Math.min(1, answers.size() / (double) asked);
  }

  /** How long it took; empty while it goes on. */
  public synchronized Optional<Duration> total() {
    return total;
  }

  /** What came of the questions, in the order in which answers came. */
  public synchronized Map<ServerId, Answer> answers() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(answers));
  }
}
