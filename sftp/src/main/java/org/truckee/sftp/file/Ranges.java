package org.truckee.sftp.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of places in a file, as ranges that neither touch nor overlap. Not thread-safe. */
final class Ranges {
  private final TreeMap<Long, Long> ends = new TreeMap<>();

  /**
   * Some bytes.
   *
   * @param start of the first
   * @param end behind the last
   */
  record Range(long start, long end) {
    long length() {
      return end - start;
    }
  }

  /** Adds the bytes from {@code start} to before {@code end}. */
  void add(long start, long end) {
    if (start >= end) {
      return;
    }
    long first = start;
    long last = end;
    Map.Entry<Long, Long> near = ends.floorEntry(end);
    while (near != null && near.getValue() >= start) {
      first = Math.min(first, near.getKey());
      last = Math.max(last, near.getValue());
      ends.remove(near.getKey());
      near = ends.floorEntry(end);
    }
    ends.put(first, last);
  }

  /** Removes all from a place on. */
  void cut(long place) {
    ends.tailMap(place, true).clear();
    Map.Entry<Long, Long> last = ends.lastEntry();
    if (last != null && last.getValue() > place) {
      ends.put(last.getKey(), place);
    }
  }

  /** What of a range is there, in order. */
  List<Range> within(long start, long end) {
    List<Range> found = new ArrayList<>();
    Map.Entry<Long, Long> entry = ends.floorEntry(start);
    if (entry == null) {
      entry = ends.ceilingEntry(start);
    }
    while (entry != null && entry.getKey() < end) {
      if (entry.getValue() > start) {
        found.add(new Range(Math.max(start, entry.getKey()), Math.min(end, entry.getValue())));
      }
      entry = ends.higherEntry(entry.getKey());
    }
    return found;
  }

  /** What of a range is not there, in order. */
  List<Range> missing(long start, long end) {
    List<Range> missing = new ArrayList<>();
    long at = start;
    for (Range range : within(start, end)) {
      if (range.start() > at) {
        missing.add(new Range(at, range.start()));
      }
      at = range.end();
    }
    if (at < end) {
      missing.add(new Range(at, end));
    }
    return missing;
  }

  /** How many there are. */
  int count() {
    return ends.size();
  }
}
