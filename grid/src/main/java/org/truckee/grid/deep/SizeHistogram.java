package org.truckee.grid.deep;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many files have sizes from one bound to the next; the bounds are powers of the root of ten,
 * as the reference computes them ({@code spec/03 §9.1}). Not thread-safe.
 */
final class SizeHistogram {
  private static final double ROOT = Math.sqrt(10);

  private final SortedMap<Long, DeepStats.Bucket> buckets = new TreeMap<>();

  void add(long size) {
    DeepStats.Bucket found = bucketOf(size);
    buckets.merge(
        found.min(),
        found,
        (old, one) -> new DeepStats.Bucket(old.min(), old.max(), old.count() + 1));
  }

  /** The buckets that have files, ascending. */
  List<DeepStats.Bucket> used() {
    return new ArrayList<>(buckets.values());
  }

  /** The bucket of a size, with a count of one. */
  static DeepStats.Bucket bucketOf(long size) {
    if (size == 0) {
      return new DeepStats.Bucket(0, 0, 1);
    }
    long min = 1;
    long max = 3;
    double power = 1;
    while (size > max) {
      min = max + 1;
      while ((long) power < min) {
        power *= ROOT;
      }
      max = (long) power;
    }
    return new DeepStats.Bucket(min, max, 1);
  }
}
