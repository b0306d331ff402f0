package org.truckee.grid.immutable.download;

/**
 * Segments that follow each other.
 *
 * @param first the number of the first one
 * @param count how many, ≥ 0
 */
public record SegmentRun(int first, int count) {
  /** The number behind the last one. */
  public int end() {
    return first + count;
  }
}
