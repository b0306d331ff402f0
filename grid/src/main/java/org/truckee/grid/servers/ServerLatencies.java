package org.truckee.grid.servers;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;

/**
 * How fast servers have answered lately, to prefer the fast ones, to notice when one takes much
 * longer than the others, and to remember that until it answers again. Shared by all operations of
 * a grid; thread-safe.
 */
public final class ServerLatencies {
  /** How much the last answer weighs against those before it. */
  private static final double WEIGHT = 0.3;

  /** A block is asked for a second time when it takes this many times longer than usual. */
  private static final int MUCH_LONGER = 4;

  /** Servers that differ by less than this are equally good; in ms. */
  private static final double GRAIN = 8;

  /** A server that was late is given another chance after this time, in case nobody asked it. */
  private static final Duration LATE_FOR = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private final Map<ServerId, Double> millis = new ConcurrentHashMap<>();
  private final Map<ServerId, Lateness> late = new ConcurrentHashMap<>();
  private volatile double usual = Double.NaN;

  /**
   * A server that has not answered.
   *
   * @param since when it was noticed last, by the clock
   * @param waited the longest that somebody has waited for it since its last answer
   */
  private record Lateness(long since, Duration waited) {}

  public ServerLatencies() {
    this(System::nanoTime);
  }

  /** With another clock, which never goes back, in nanoseconds. */
  public ServerLatencies(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A server took this long for an answer. */
  public void record(ServerId server, Duration taken) {
    late.remove(server);
    weigh(server, taken);
  }

  /** Blocks took this long to come. */
  public void recordBlocks(ServerId server, Duration taken) {
    record(server, taken);
    double before = usual;
    double now = taken.toNanos() / 1e6;
    usual = Double.isNaN(before) ? now : mix(before, now);
  }

  /** A server has not answered for so long already that others are asked in its place. */
  public void recordLate(ServerId server, Duration waited) {
    if (waited.toNanos() / 1e6 > millis(server)) {
      weigh(server, waited);
    }
    long now = nanoTime.getAsLong();
    late.merge(
        server,
        new Lateness(now, waited),
        (before, last) ->
            isForgotten(before, now) || before.waited.compareTo(waited) < 0
                ? last
                : new Lateness(now, before.waited));
  }

  private void weigh(ServerId server, Duration taken) {
    millis.merge(server, taken.toNanos() / 1e6, ServerLatencies::mix);
  }

  private static double mix(double before, double now) {
    return (1 - WEIGHT) * before + WEIGHT * now;
  }

  /** The answering time of a server in ms; 0 if it is unknown. */
  public double millis(ServerId server) {
    return millis.getOrDefault(server, 0.0);
  }

  /** A coarse measure of {@link #millis}: servers of the same class are equally good. */
  public int speedClass(ServerId server) {
    return (int) (Math.log(millis(server) / GRAIN + 1) / Math.log(4));
  }

  /** Whether a server was late within the last minute and has not answered since. */
  public boolean isLate(ServerId server) {
    return isLate(server, Duration.ZERO);
  }

  /**
   * Whether a server was late within the last minute, has not answered since, and was waited for
   * that long: what is late for a reader, who can go elsewhere, may be no more than busy.
   */
  public boolean isLate(ServerId server, Duration atLeast) {
    Lateness lateness = late.get(server);
    return lateness != null
        && !isForgotten(lateness, nanoTime.getAsLong())
        && lateness.waited.compareTo(atLeast) >= 0;
  }

  private static boolean isForgotten(Lateness lateness, long now) {
    return now - lateness.since >= LATE_FOR.toNanos();
  }

  /** Servers that are late come last; the others stay in their order. */
  public Comparator<GridServer> lateLast() {
    return Comparator.comparing(server -> isLate(server.id()));
  }

  /** The time after which a block of this server is late; short, if the last one was. */
  public Duration lateAfter(ServerId server, DownloadLimits limits) {
    return isLate(server) ? limits.hedgeFloor() : lateAfter(limits);
  }

  /** The time after which a block is late. */
  private Duration lateAfter(DownloadLimits limits) {
    double typical = usual;
    if (Double.isNaN(typical)) {
      return limits.hedgeCeiling();
    }
    Duration late = Duration.ofNanos((long) (typical * MUCH_LONGER * 1e6));
    if (late.compareTo(limits.hedgeFloor()) < 0) {
      return limits.hedgeFloor();
    }
    return late.compareTo(limits.hedgeCeiling()) > 0 ? limits.hedgeCeiling() : late;
  }
}
