package org.truckee.grid.immutable;

/**
 * Segments that follow each other.
 *
 * @param first the number of the first one
 * @param count how many, ≥ 0
 */
record SegmentRun(int first, int count) {
  /** The number behind the last one. */
  int end() {
    return first + count;
  }
}
