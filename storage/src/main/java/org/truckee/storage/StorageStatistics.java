package org.truckee.storage;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a server has done and what it has left ({@code spec/04 §15}). Sizes are bytes.
 *
 * @param allocated promised to uploads in progress
 * @param reservedSpace what the operator keeps for other uses
 * @param disk the disk of the shares; empty if the system does not tell
 * @param acceptingImmutableShares whether an upload would find space now
 * @param counters how often each operation was called, by name; what never happened is absent
 * @param latencies how long the last calls took, by operation; without calls, absent
 */
public record StorageStatistics(
    long allocated,
    long reservedSpace,
    Optional<Disk> disk,
    boolean acceptingImmutableShares,
    SortedMap<String, Long> counters,
    SortedMap<String, Latency> latencies) {
  /** Copies the maps. */
  public StorageStatistics {
    counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    latencies = Collections.unmodifiableSortedMap(new TreeMap<>(latencies));
  }

  /**
   * The space on a disk ({@code spec/04 §11}).
   *
   * @param total its size
   * @param freeForRoot free, counting what only the superuser may use
   * @param freeForNonRoot free for everybody
   * @param available what the server offers: 0 if it is read-only
   */
  public record Disk(long total, long freeForRoot, long freeForNonRoot, long available) {
    /** What is not free for anybody. */
    public long used() {
      return total - freeForRoot;
    }
  }

  /**
   * How long calls took.
   *
   * @param sampleSize how many of the last calls were looked at, at most 1000
   * @param mean in seconds; empty for fewer than two
   * @param percentiles in seconds, by name such as {@code 95_0_percentile}; empty where there are
   *     too few calls to say
   */
  public record Latency(
      int sampleSize, OptionalDouble mean, SortedMap<String, OptionalDouble> percentiles) {
    /** Copies the map. */
    public Latency {
      percentiles = Collections.unmodifiableSortedMap(new TreeMap<>(percentiles));
    }
  }
}
