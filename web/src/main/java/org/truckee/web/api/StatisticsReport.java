package org.truckee.web.api;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers of a node at one moment, put together by those who know them ({@code spec/08 §18.2}).
 * One who comes later replaces what has the same name. Not thread-safe.
 */
public final class StatisticsReport {
  private final SortedMap<String, Long> counters = new TreeMap<>();
  private final SortedMap<String, Value> stats = new TreeMap<>();

  /** A number that stands for something present. */
  sealed interface Value {
    /** A whole number. */
    record Whole(long number) implements Value {}

    /** Any other number. */
    record Real(double number) implements Value {}

    /** One that cannot be told yet. */
    enum Unknown implements Value {
      /** The only one. */
      UNKNOWN
    }
  }

  /** What has happened so often since the start; what never happened is not shown. */
  public void counter(String name, long count) {
    if (count != 0) {
      counters.put(name, count);
    }
  }

  /** What is so many now. */
  public void stat(String name, long number) {
    stats.put(name, new Value.Whole(number));
  }

  /** What is so much now. */
  public void stat(String name, double number) {
    stats.put(name, new Value.Real(number));
  }

  /** What cannot be told yet. */
  public void unknown(String name) {
    stats.put(name, Value.Unknown.UNKNOWN);
  }

  /** All counters that are not 0, by name. */
  public SortedMap<String, Long> counters() {
    return Collections.unmodifiableSortedMap(counters);
  }

  SortedMap<String, Value> stats() {
    return Collections.unmodifiableSortedMap(stats);
  }
}
