package org.truckee.storage.upkeep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How old leases are, by days ({@code spec/04 §14.4}). */
final class LeaseAges {
  private static final long DAY = 86_400;

  /** Number of leases by age in days; negative if they were granted in the future. */
  private final TreeMap<Long, Long> byDay = new TreeMap<>();

  /** Goes on from what was written. */
  void load(List<?> written) {
    for (Object entry : written) {
      if (entry instanceof List<?> range
          && range.size() == 3
          && range.get(0) instanceof Long least
          && range.get(2) instanceof Long count
          && least % DAY == 0) {
        byDay.merge(least / DAY, count, Long::sum);
      }
    }
  }

  /**
   * Counts a lease. The reference has leases that begin within a day from now under 0.
   *
   * @param age in seconds
   */
  void add(long age) {
    byDay.merge(age / DAY, 1L, Long::sum);
  }

  /** Ascending lists of least age, end and number. */
  List<Object> json() {
    List<Object> ranges = new ArrayList<>();
    for (Map.Entry<Long, Long> entry : byDay.entrySet()) {
      long least = entry.getKey() * DAY;
      ranges.add(List.of(least, least + DAY, entry.getValue()));
    }
    return ranges;
  }
}
