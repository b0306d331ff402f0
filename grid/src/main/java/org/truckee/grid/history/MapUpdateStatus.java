package org.truckee.grid.history;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.MapMode;
import org.truckee.grid.ServerId;

/** A servermap update. Closing it ends it. */
public final class MapUpdateStatus extends TimedStatus implements AutoCloseable {
  private final MapMode mode;

  private final Map<ServerId, Answer> answers = new LinkedHashMap<>();

  private int asked;

  /**
   * What came of the question to one server.
   *
   * @param after how long it took
   * @param problem why it did not answer; empty if it did
   */
  public record Answer(Duration after, Optional<String> problem) {}

  MapUpdateStatus(long number, SteadyClock clock, StorageIndex index, MapMode mode) {
    super(number, clock, index, "Not started");
    this.mode = mode;
  }

  /** So many servers are asked at first. */
  public synchronized void asking(int servers) {
    asked = servers;
    becomes("Sending %d initial queries".formatted(servers));
  }

  /** A server has answered, or failed. */
  public synchronized void answered(ServerId server, Duration after, Optional<String> problem) {
    answers.put(server, new Answer(after, problem));
  }

  @Override
  public void close() {
    end("Finished");
  }

  /** How thoroughly is asked. */
  public MapMode mode() {
    return mode;
  }

  /** How many of those who were asked at first have answered, from 0 to 1. */
  public synchronized double progress() {
    return !isActive() ? 1 : asked == 0 ? 0 : Math.min(1, answers.size() / (double) asked);
  }

  /** What came of the questions, in the order in which answers came. */
  public synchronized Map<ServerId, Answer> answers() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(answers));
  }
}
