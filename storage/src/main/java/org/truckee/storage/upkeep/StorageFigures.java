package org.truckee.storage.upkeep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.storage.StorageStatistics;

/**
 * The statistics of a storage server under the names that programs know ({@code spec/04 §15}).
 *
 * @param counters since the start; what never happened is absent
 * @param stats now; empty for what cannot be said yet
 */
public record StorageFigures(
    SortedMap<String, Long> counters, SortedMap<String, Optional<Number>> stats) {
  private static final String SERVER = "storage_server.";

  /** Copies the maps. */
  public StorageFigures {
    counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    stats = Collections.unmodifiableSortedMap(new TreeMap<>(stats));
  }

  /**
   * The figures of a server.
   *
   * @param buckets how many it has, if they were counted
   */
  public static StorageFigures of(StorageStatistics statistics, OptionalLong buckets) {
    SortedMap<String, Long> counters = new TreeMap<>();
    statistics.counters().forEach((name, count) -> counters.put(SERVER + name, count));
    SortedMap<String, Optional<Number>> stats = new TreeMap<>();
    put(stats, "allocated", statistics.allocated());
    put(stats, "reserved_space", statistics.reservedSpace());
    put(stats, "accepting_immutable_shares", statistics.acceptingImmutableShares() ? 1 : 0);
    statistics.disk().ifPresent(disk -> putDisk(stats, disk));
    statistics
        .latencies()
        .forEach((operation, latency) -> putLatency(stats, "latencies." + operation, latency));
    if (buckets.orElse(0) > 0) {
      put(stats, "total_bucket_count", buckets.getAsLong());
    }
    return new StorageFigures(counters, stats);
  }

  private static void putDisk(Map<String, Optional<Number>> stats, StorageStatistics.Disk disk) {
    put(stats, "disk_total", disk.total());
    put(stats, "disk_used", disk.used());
    put(stats, "disk_free_for_root", disk.freeForRoot());
    put(stats, "disk_free_for_nonroot", disk.freeForNonRoot());
    put(stats, "disk_avail", disk.available());
  }

  private static void putLatency(
      Map<String, Optional<Number>> stats, String name, StorageStatistics.Latency latency) {
    put(stats, name + ".samplesize", latency.sampleSize());
    stats.put(SERVER + name + ".mean", number(latency.mean()));
    latency
        .percentiles()
        .forEach((key, value) -> stats.put(SERVER + name + "." + key, number(value)));
  }

  private static void put(Map<String, Optional<Number>> stats, String name, long value) {
    stats.put(SERVER + name, Optional.of(value));
  }

  private static Optional<Number> number(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  Map<String, Object> statsJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    stats.forEach((name, value) -> json.put(name, value.orElse(null)));
    return json;
  }
}
