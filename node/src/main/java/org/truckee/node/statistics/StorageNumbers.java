package org.truckee.node.statistics;

import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.truckee.storage.StorageStatistics;
import org.truckee.web.api.StatisticsReport;

/**
 * What the storage server of a node has done and what it has left ({@code spec/04 §15}).
 *
 * @param current asks the server
 */
public record StorageNumbers(Supplier<StorageStatistics> current) implements StatisticsProvider {
  private static final String PREFIX = "storage_server.";

  @Override
  public void report(StatisticsReport report) {
    StorageStatistics statistics = current.get();
    statistics.counters().forEach((name, count) -> report.counter(PREFIX + name, count));
    report.stat(PREFIX + "allocated", statistics.allocated());
    report.stat(PREFIX + "reserved_space", statistics.reservedSpace());
    report.stat(
        PREFIX + "accepting_immutable_shares", statistics.acceptingImmutableShares() ? 1 : 0);
    statistics.disk().ifPresent(disk -> report(disk, report));
    statistics
        .latencies()
        .forEach((name, latency) -> report(PREFIX + "latencies." + name, latency, report));
  }

  private static void report(StorageStatistics.Disk disk, StatisticsReport report) {
    report.stat(PREFIX + "disk_total", disk.total());
    report.stat(PREFIX + "disk_used", disk.used());
    report.stat(PREFIX + "disk_free_for_root", disk.freeForRoot());
    report.stat(PREFIX + "disk_free_for_nonroot", disk.freeForNonRoot());
    report.stat(PREFIX + "disk_avail", disk.available());
  }

  private static void report(
      String name, StorageStatistics.Latency latency, StatisticsReport report) {
    report.stat(name + ".samplesize", latency.sampleSize());
    report(name + ".mean", latency.mean(), report);
    latency
        .percentiles()
        .forEach((percentile, seconds) -> report(name + "." + percentile, seconds, report));
  }

  private static void report(String name, OptionalDouble number, StatisticsReport report) {
    if (number.isPresent()) {
      report.stat(name, number.getAsDouble());
    } else {
      report.unknown(name);
    }
  }
}
