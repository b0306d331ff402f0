package org.truckee.grid.history;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ServerId;

/**
 * A version of a mutable file that is written. Closing one that has not finished says that it
 * failed.
 */
public final class PublishStatus extends TimedStatus implements AutoCloseable {
  private final long size;
  private final int needed;
  private final int total;

  private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);

  private final SortedMap<ServerId, Writes> servers = new TreeMap<>();

  private Optional<Phase> phase = Optional.empty();
  private Duration phaseBegin = Duration.ZERO;
  private double progress;
  private SortedMap<Integer, SortedSet<ServerId>> sharemap = new TreeMap<>();

  /**
   * What a server has done so far.
   *
   * @param writes how many it has answered
   * @param time how long that took, all together
   */
  public record Writes(int writes, Duration time) {}

  /** What a publish is busy with; some of it may go on at the same time. */
  public enum Phase {
    /** Reading, enciphering, coding and hashing the contents. */
    ENCODING("Encoding"),
    /** Signing. */
    SIGNING("Signing prefix"),
    /** Sending shares. */
    PUSHING("Pushing shares"),
    /** Making segments and sending them at the same time. */
    STREAMING("Pushing segment");

    private final String text;

    Phase(String text) {
      this.text = text;
    }
  }

  PublishStatus(
      long number, SteadyClock clock, StorageIndex index, long size, int needed, int total) {
    super(number, clock, index, "Started");
    this.size = size;
    this.needed = needed;
    this.total = total;
  }

  /** A part of the work begins, and the one before it ends. */
  public synchronized void enter(Phase next) {
    leave();
    phase = Optional.of(next);
    becomes(next.text);
  }

  private void leave() {
    Duration now = elapsed();
    Duration begin = phaseBegin;
    phase.ifPresent(last -> times.merge(last, now.minus(begin), Duration::plus));
    phase = Optional.empty();
    phaseBegin = now;
  }

  /** So much of the contents was made into shares that were sent, from 0 to 1. */
  public synchronized void progress(double part) {
    progress = part;
  }

  /** A server has answered a write. */
  public synchronized void answered(ServerId server, Duration time) {
    servers.merge(
        server,
        new Writes(1, time),
        (all, last) -> new Writes(all.writes + last.writes, all.time.plus(last.time)));
  }

  /** It is done: the shares of the version, and where they are now. */
  public synchronized void finished(SortedMap<Integer, SortedSet<ServerId>> shares) {
    leave();
    sharemap = shares;
    progress = 1;
    end("Finished");
  }

  @Override
  public synchronized void close() {
    if (isActive()) {
      leave();
      end("Failed");
    }
  }

  /** Bytes of the contents. */
  public long size() {
    return size;
  }

  /** How many shares are needed to read it. */
  public int needed() {
    return needed;
  }

  /** How many shares there shall be. */
  public int shares() {
    return total;
  }

  /** How far it is, from 0 to 1. */
  public synchronized double progress() {
    return progress;
  }

  /** How long the parts of the work took. */
  public synchronized Map<Phase, Duration> times() {
    return Collections.unmodifiableMap(new EnumMap<>(times));
  }

  /** What the servers have done so far. */
  public synchronized SortedMap<ServerId, Writes> servers() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(servers));
  }

  /** Where the shares of the version are; empty if it has not finished. */
  public synchronized SortedMap<Integer, SortedSet<ServerId>> sharemap() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(sharemap));
  }
}
