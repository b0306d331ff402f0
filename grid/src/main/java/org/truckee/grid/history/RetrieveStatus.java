package org.truckee.grid.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ServerId;

/** A part of a version of a mutable file that is read. */
public final class RetrieveStatus implements OperationStatus {
  private final long number;
  private final SteadyClock clock;
  private final StorageIndex index;
  private final long size;
  private final int needed;
  private final int shares;

  /** Guarded by this, like all that changes. */
  private String status = "Not started";

  private long delivered;
  private Duration fetching = Duration.ZERO;
  private Duration decoding = Duration.ZERO;
  private final SortedMap<ServerId, Reads> servers = new TreeMap<>();
  private Optional<Duration> total = Optional.empty();

  /**
   * What a server has done so far.
   *
   * @param reads how many requests for blocks it has answered, or was no longer waited for
   * @param time how long that took, all together
   */
  public record Reads(int reads, Duration time) {}

  RetrieveStatus(
      long number, SteadyClock clock, StorageIndex index, long size, int needed, int shares) {
    this.number = number;
    this.clock = clock;
    this.index = index;
    this.size = size;
    this.needed = needed;
    this.shares = shares;
  }

  /** Somebody wants the first bytes, or further ones. */
  public synchronized void retrieving() {
    if (total.isEmpty()) {
      status = "Retrieving Shares";
    }
  }

  /** Blocks took so long to come and so long to become plaintext; several may at the same time. */
  public synchronized void worked(Duration onFetching, Duration onDecoding) {
    fetching = fetching.plus(onFetching);
    decoding = decoding.plus(onDecoding);
  }

  /** A server has answered a request for blocks, or is no longer waited for. */
  public synchronized void answered(ServerId server, Duration time) {
    servers.merge(
        server,
        new Reads(1, time),
        (all, last) -> new Reads(all.reads + last.reads, all.time.plus(last.time)));
  }

  /** So many more bytes were handed on. */
  public synchronized void delivered(long bytes) {
    delivered += bytes;
    if (delivered >= size) {
      end("Finished");
    }
  }

  /** It cannot be read. */
  public synchronized void failed() {
    end("Failed");
  }

  /** The reader wants no more. */
  public synchronized void closed() {
    end("Finished");
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

  /** Bytes that are wanted. */
  public long size() {
    return size;
  }

  /** How many shares are needed. */
  public int needed() {
    return needed;
  }

  /** How many shares there are. */
  public int shares() {
    return shares;
  }

  @Override
  public synchronized String status() {
    return status;
  }

  @Override
  public synchronized boolean isActive() {
    return total.isEmpty();
  }

  /** How much was handed on, from 0 to 1. */
  public synchronized double progress() {
    return size == 0 ? 1 : (double) delivered / size;
  }

  /** How long blocks were waited for, all together. */
  public synchronized Duration fetching() {
    return fetching;
  }

  /** How long decoding and deciphering took, all together. */
  public synchronized Duration decoding() {
    return decoding;
  }

  /** What the servers have done so far. */
  public synchronized SortedMap<ServerId, Reads> servers() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(servers));
  }

  /** How long it took; empty while it goes on. */
  public synchronized Optional<Duration> total() {
    return total;
  }
}
