package org.truckee.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.storage.StorageStatistics;
import org.truckee.storage.upkeep.CrawlProgress;
import org.truckee.storage.upkeep.Criterion;
import org.truckee.storage.upkeep.Space;
import org.truckee.storage.upkeep.StorageReport;
import org.truckee.web.api.Metric;
import org.truckee.web.api.Metric.Sample;
import org.truckee.web.api.Metric.Type;

/** The figures of a node for Prometheus. */
final class NodeMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final Runtime RUNTIME = Runtime.getRuntime();
  private static final int KIB = 1024;

  private final Instant started;

  NodeMetrics(Instant started) {
    this.started = started;
  }

  /** Those of the process. */
  List<Metric> ofProcess() {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(
        new Metric(
            "truckee",
            Type.INFO,
            "The program.",
            List.of(new Sample(Map.of("version", TruckeeVersion.text()), 1))));
    metrics.add(
        Metric.of(
            "truckee_start_time_seconds",
            Type.GAUGE,
            "When the node was started, since 1970.",
            started.getEpochSecond()));
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .ifPresent(
            time ->
                metrics.add(
                    Metric.of(
                        "process_cpu_seconds",
                        Type.COUNTER,
                        "Time that the processors have worked.",
                        time.toNanos() / 1e9)));
    residentBytes()
        .ifPresent(
            bytes ->
                metrics.add(
                    Metric.of(
                        "process_resident_memory_bytes", Type.GAUGE, "Resident memory.", bytes)));
    metrics.add(
        Metric.of(
            "truckee_heap_used_bytes",
            Type.GAUGE,
            "Heap in use, garbage counted.",
            RUNTIME.totalMemory() - RUNTIME.freeMemory()));
    metrics.add(
        Metric.of(
            "truckee_heap_limit_bytes",
            Type.GAUGE,
            "What the heap may grow to.",
            RUNTIME.maxMemory()));
    metrics.add(
        Metric.of(
            "truckee_threads",
            Type.GAUGE,
            "Threads of the system.",
            ManagementFactory.getThreadMXBean().getThreadCount()));
    openFiles()
        .ifPresent(
            count -> metrics.add(Metric.of("process_open_fds", Type.GAUGE, "Open files.", count)));
    return metrics;
  }

  private static Optional<Long> residentBytes() {
    try {
      return Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> openFiles() {
    try (var files = Files.list(OPEN_FILES)) {
      return Optional.of(files.count());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Those of a client. */
  static List<Metric> ofClient(int known, int connected) {
    return List.of(
        Metric.of("truckee_known_servers", Type.GAUGE, "Storage servers that are known.", known),
        Metric.of(
            "truckee_connected_servers", Type.GAUGE, "Storage servers that answer.", connected));
  }

  /** Those of a storage server. */
  static List<Metric> ofStorage(StorageReport report) {
    StorageStatistics statistics = report.statistics();
    List<Metric> metrics = new ArrayList<>();
    metrics.add(operations(statistics));
    metrics.add(seconds(statistics));
    metrics.add(
        Metric.of(
            "truckee_storage_added_bytes",
            Type.COUNTER,
            "Size of the share files that were completed.",
            statistics.counters().getOrDefault("bytes_added", 0L)));
    metrics.add(
        Metric.of(
            "truckee_storage_allocated_bytes",
            Type.GAUGE,
            "Promised to uploads in progress.",
            statistics.allocated()));
    metrics.add(
        Metric.of(
            "truckee_storage_reserved_bytes",
            Type.GAUGE,
            "Kept free.",
            statistics.reservedSpace()));
    metrics.add(
        Metric.of(
            "truckee_storage_accepting_shares",
            Type.GAUGE,
            "1 if immutable shares are taken.",
            statistics.acceptingImmutableShares() ? 1 : 0));
    statistics.disk().ifPresent(disk -> metrics.add(disk(disk)));
    report
        .buckets()
        .ifPresent(
            count ->
                metrics.add(
                    Metric.of("truckee_storage_buckets", Type.GAUGE, "At the last count.", count)));
    metrics.add(crawlers(report));
    report
        .last()
        .ifPresent(
            last -> {
              metrics.add(
                  new Metric(
                      "truckee_lease_check_shares",
                      Type.GAUGE,
                      "What the last whole check of leases found.",
                      List.of(
                          sample("found", "examined", shares(last.space(), Criterion.EXAMINED)),
                          sample("found", "expired", shares(last.space(), Criterion.CONFIGURED)),
                          sample("found", "deleted", shares(last.space(), Criterion.ACTUAL)),
                          sample("found", "corrupt", last.corrupt().size()))));
              metrics.add(
                  Metric.of(
                      "truckee_lease_check_end_time_seconds",
                      Type.GAUGE,
                      "When the last whole check of leases ended, since 1970.",
                      last.ended().getEpochSecond()));
            });
    return metrics;
  }

  private static long shares(Map<Criterion, Space> spaces, Criterion criterion) {
    return spaces.get(criterion).shares();
  }

  private static Metric operations(StorageStatistics statistics) {
    return new Metric(
        "truckee_storage_operations",
        Type.COUNTER,
        "Calls of the storage server.",
        statistics.counters().entrySet().stream()
            .filter(counter -> !counter.getKey().equals("bytes_added"))
            .map(counter -> sample("operation", counter.getKey(), counter.getValue()))
            .toList());
  }

  private static Metric seconds(StorageStatistics statistics) {
    List<Sample> samples = new ArrayList<>();
    statistics
        .latencies()
        .forEach(
            (operation, latency) ->
                latency
                    .percentiles()
                    .forEach(
                        (name, value) -> {
                          if (value.isPresent()) {
                            samples.add(
                                new Sample(
                                    Map.of("operation", operation, "quantile", quantile(name)),
                                    value.getAsDouble()));
                          }
                        }));
    return new Metric(
        "truckee_storage_operation_seconds",
        Type.SUMMARY,
        "How long the last 1000 calls took.",
        samples);
  }

  /** {@code 99_9_percentile} is 0.999. */
  private static String quantile(String name) {
    String[] parts = name.split("_");
    return "0." + parts[0] + (parts[1].equals("0") ? "" : parts[1]);
  }

  private static Metric disk(StorageStatistics.Disk disk) {
    return new Metric(
        "truckee_storage_disk_bytes",
        Type.GAUGE,
        "The disk of the shares.",
        List.of(
            sample("space", "total", disk.total()),
            sample("space", "used", disk.used()),
            sample("space", "free", disk.freeForNonRoot()),
            sample("space", "available", disk.available())));
  }

  private static Metric crawlers(StorageReport report) {
    return new Metric(
        "truckee_crawler_progress_ratio",
        Type.GAUGE,
        "How much of its walk a crawler has done; 0 between walks.",
        List.of(
            sample("crawler", "bucket_counter", ratio(report.counting())),
            sample("crawler", "lease_checker", ratio(report.checking()))));
  }

  private static double ratio(CrawlProgress progress) {
    return progress.percent() / 100;
  }

  private static Sample sample(String label, String value, double number) {
    return new Sample(Map.of(label, value), number);
  }
}
