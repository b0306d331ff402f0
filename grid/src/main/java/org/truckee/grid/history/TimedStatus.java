package org.truckee.grid.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;

/** An operation that ends once and says how long it took. All that changes is guarded by this. */
public abstract sealed class TimedStatus implements OperationStatus
    permits CheckStatus, MapUpdateStatus, PublishStatus, RetrieveStatus {
  private final long number;
  private final SteadyClock clock;
  private final StorageIndex index;
  private String status;
  private Optional<Duration> total = Optional.empty();

  TimedStatus(long number, SteadyClock clock, StorageIndex index, String status) {
    this.number = number;
    this.clock = clock;
    this.index = index;
    this.status = status;
  }

  /** Says what it does now, unless it has ended. */
  final synchronized void becomes(String now) {
    if (total.isEmpty()) {
      status = now;
    }
  }

  /** Ends it, unless it has ended; a few words say how. */
  final synchronized void end(String how) {
    if (total.isEmpty()) {
      status = how;
      total = Optional.of(clock.elapsed());
    }
  }

  /** The time since it began. */
  final Duration elapsed() {
    return clock.elapsed();
  }

  @Override
  public final long number() {
    return number;
  }

  @Override
  public final Instant started() {
    return clock.begin();
  }

  @Override
  public final Optional<StorageIndex> storageIndex() {
    return Optional.of(index);
  }

  @Override
  public final synchronized String status() {
    return status;
  }

  @Override
  public final synchronized boolean isActive() {
    return total.isEmpty();
  }

  /** How long it took; empty while it goes on. */
  public final synchronized Optional<Duration> total() {
    return total;
  }
}
