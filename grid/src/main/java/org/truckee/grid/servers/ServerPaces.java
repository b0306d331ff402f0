package org.truckee.grid.servers;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.ServerId;

/**
 * How fast servers have answered lately, to prefer the fast ones and to notice when one takes much
 * longer than the others. Shared by all downloads of a grid; thread-safe.
 */
public final class ServerPaces {
  /** How much the last answer weighs against those before it. */
  private static final double WEIGHT = 0.3;

  /** A block is asked for a second time when it takes this many times longer than usual. */
  private static final int MUCH_LONGER = 4;

  /** Servers that differ by less than this are equally good; in ms. */
  private static final double GRAIN = 8;

  private final Map<ServerId, Double> millis = new ConcurrentHashMap<>();
  private volatile double usual = Double.NaN;

  /** A server took this long for an answer. */
  public void record(ServerId server, Duration taken) {
    double now = taken.toNanos() / 1e6;
    millis.merge(server, now, ServerPaces::mix);
  }

  /** Blocks took this long to come. */
  public void recordBlocks(ServerId server, Duration taken) {
    record(server, taken);
    double before = usual;
    double now = taken.toNanos() / 1e6;
    usual = Double.isNaN(before) ? now : mix(before, now);
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

  /** The time after which a block is late. */
  public Duration lateAfter(DownloadLimits limits) {
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
