package org.truckee.grid.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;

/** A check of the shares of an immutable file. Closing it ends it. */
public final class CheckStatus implements OperationStatus, AutoCloseable {
  private final long number;
  private final SteadyClock clock;
  private final StorageIndex index;
  private final long size;
  private final boolean verify;

  /** Guarded by this, like all that changes. */
  private String status = "Asking servers";

  private long verified;
  private long known;
  private Optional<Duration> total = Optional.empty();

  CheckStatus(long number, SteadyClock clock, StorageIndex index, long size, boolean verify) {
    this.number = number;
    this.clock = clock;
    this.index = index;
    this.size = size;
    this.verify = verify;
  }

  /**
   * So many bytes of shares were verified.
   *
   * @param all how many are known to exist so far
   */
  public synchronized void verified(long bytes, long all) {
    verified = bytes;
    known = all;
    if (total.isEmpty()) {
      status = "Verifying shares";
    }
  }

  /** It is done, and a few words say what was found. */
  public synchronized void found(String summary) {
    end(summary);
  }

  /** It could not be done, if nothing was found. */
  @Override
  public synchronized void close() {
    end("Failed");
  }

  private void end(String how) {
    if (total.isEmpty()) {
      status = how;
      total = Optional.of(clock.elapsed());
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

  /** Bytes of the file. */
  public long size() {
    return size;
  }

  /** Whether every byte of every share is read. */
  public boolean verifies() {
    return verify;
  }

  @Override
  public synchronized String status() {
    return status;
  }

  @Override
  public synchronized boolean isActive() {
    return total.isEmpty();
  }

  /** How much of the bytes of shares that are known was verified, from 0 to 1. */
  public synchronized double progress() {
    return total.isPresent() ? 1 : known == 0 ? 0 : Math.min(1, verified / (double) known);
  }

  /** How long it took; empty while it goes on. */
  public synchronized Optional<Duration> total() {
    return total;
  }
}
