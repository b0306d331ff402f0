package org.truckee.storage.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.truckee.storage.ByteRange;

/** Which bytes of a share are written. Neighbouring ranges are one. */
final class WrittenRanges {
  private final TreeMap<Long, Long> endByBegin = new TreeMap<>();

  /** Adds a range. */
  void add(long begin, long end) {
    if (begin == end) {
      return;
    }
    long from = begin;
    long to = end;
    Map.Entry<Long, Long> before = endByBegin.floorEntry(begin);
    if (before != null && before.getValue() >= begin) {
      from = before.getKey();
    }
    for (Map.Entry<Long, Long> touched = endByBegin.ceilingEntry(from);
        touched != null && touched.getKey() <= to;
        touched = endByBegin.ceilingEntry(from)) {
      to = Math.max(to, touched.getValue());
      endByBegin.remove(touched.getKey());
    }
    endByBegin.put(from, to);
  }

  /** How many separate ranges there are. */
  int count() {
    return endByBegin.size();
  }

  /** The parts of a range that are written, ascending. */
  List<ByteRange> within(long begin, long end) {
    List<ByteRange> parts = new ArrayList<>();
    Long first = endByBegin.floorKey(begin);
    for (Map.Entry<Long, Long> range :
        endByBegin.subMap(first == null ? begin : first, Math.max(begin, end)).entrySet()) {
      long from = Math.max(begin, range.getKey());
      long to = Math.min(end, range.getValue());
      if (from < to) {
        parts.add(new ByteRange(from, to));
      }
    }
    return parts;
  }

  /** The parts of {@code [0, size)} that are not written, ascending. */
  List<ByteRange> missing(long size) {
    List<ByteRange> parts = new ArrayList<>();
    long position = 0;
    for (Map.Entry<Long, Long> range : endByBegin.entrySet()) {
      if (range.getKey() > position) {
        parts.add(new ByteRange(position, range.getKey()));
      }
      position = range.getValue();
    }
    if (position < size) {
      parts.add(new ByteRange(position, size));
    }
    return parts;
  }
}
