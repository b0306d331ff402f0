package org.truckee.grid.history;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ServerId;

/** A part of a version of a mutable file that is read. */
public final class RetrieveStatus extends TimedStatus {
  private final long size;
  private final int needed;
  private final int shares;

  private long delivered;
  private Duration fetching = Duration.ZERO;
  private Duration decoding = Duration.ZERO;
  private final SortedMap<ServerId, Reads> servers = new TreeMap<>();

  /**
   * What a server has done so far.
   *
   * @param reads how many requests for blocks it has answered, or was no longer waited for
   * @param time how long that took, all together
   */
  public record Reads(int reads, Duration time) {}

  RetrieveStatus(
      long number, SteadyClock clock, StorageIndex index, long size, int needed, int shares) {
    super(number, clock, index, "Not started");
    this.size = size;
    this.needed = needed;
    this.shares = shares;
  }

  /** Somebody wants the first bytes, or further ones. */
  public void retrieving() {
    becomes("Retrieving Shares");
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
  public void failed() {
    end("Failed");
  }

  /** The reader wants no more. */
  public void closed() {
    end("Finished");
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
}
