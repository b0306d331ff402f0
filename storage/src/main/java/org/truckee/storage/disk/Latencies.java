package org.truckee.storage.disk;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.storage.StorageStatistics;

/** How long the last thousand calls of one operation took ({@code spec/04 §15}). */
final class Latencies {
  private static final int SAMPLES = 1000;

  private static final List<Percentile> PERCENTILES =
      List.of(
          new Percentile("01_0_percentile", 0.01, 100),
          new Percentile("10_0_percentile", 0.1, 10),
          new Percentile("50_0_percentile", 0.5, 10),
          new Percentile("90_0_percentile", 0.9, 10),
          new Percentile("95_0_percentile", 0.95, 20),
          new Percentile("99_0_percentile", 0.99, 100),
          new Percentile("99_9_percentile", 0.999, 1000));

  private final double[] samples = new double[SAMPLES];
  private long recorded;

  /** Adds a call. */
  synchronized void record(double seconds) {
    samples[(int) (recorded++ % SAMPLES)] = seconds;
  }

  /** What the samples say. */
  synchronized StorageStatistics.Latency summary() {
    int count = (int) Math.min(recorded, SAMPLES);
    double[] sorted = Arrays.copyOf(samples, count);
    Arrays.sort(sorted);
    SortedMap<String, OptionalDouble> percentiles = new TreeMap<>();
    for (Percentile percentile : PERCENTILES) {
      percentiles.put(percentile.name, percentile.of(sorted));
    }
    OptionalDouble mean = count < 2 ? OptionalDouble.empty() : Arrays.stream(sorted).average();
    return new StorageStatistics.Latency(count, mean, percentiles);
  }

  /** A percentile, and how many samples it takes to speak of it. */
  private record Percentile(String name, double part, int needed) {
    OptionalDouble of(double[] sorted) {
      return sorted.length < needed
          ? OptionalDouble.empty()
          : OptionalDouble.of(sorted[(int) (part * sorted.length)]);
    }
  }
}
