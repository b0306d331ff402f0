package org.truckee.storage.disk;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.truckee.storage.StorageStatistics;

/** Counts calls and how long they take. */
final class StatisticsRecorder {
  private static final double SECOND = 1e9;

  private final Map<Operation, LongAdder> counters = new EnumMap<>(Operation.class);
  private final Map<Operation, Latencies> latencies = new EnumMap<>(Operation.class);
  private final LongAdder bytesAdded = new LongAdder();

  StatisticsRecorder() {
    for (Operation operation : Operation.values()) {
      counters.put(operation, new LongAdder());
      latencies.put(operation, new Latencies());
    }
  }

  /** Counts a call that takes no time worth recording. */
  void count(Operation operation) {
    counters.get(operation).increment();
  }

  /** Counts a call and records its duration when the result is closed. */
  Timing start(Operation operation) {
    count(operation);
    long begin = System.nanoTime();
    return () -> latencies.get(operation).record((System.nanoTime() - begin) / SECOND);
  }

  /** Adds the size of a share file that was completed. */
  void addBytes(long bytes) {
    bytesAdded.add(bytes);
  }

  /** All counters above 0, by name. */
  SortedMap<String, Long> counters() {
    SortedMap<String, Long> values = new TreeMap<>();
    counters.forEach((operation, counter) -> values.put(operation.word(), counter.sum()));
    values.put("bytes_added", bytesAdded.sum());
    values.values().removeIf(value -> value == 0);
    return values;
  }

  /** The latencies of all operations that were called, by name. */
  SortedMap<String, StorageStatistics.Latency> latencies() {
    SortedMap<String, StorageStatistics.Latency> values = new TreeMap<>();
    latencies.forEach((operation, recorded) -> values.put(operation.word(), recorded.summary()));
    values.values().removeIf(latency -> latency.sampleSize() == 0);
    return values;
  }
}
