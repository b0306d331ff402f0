package org.truckee.grid.mutable.retrieve;

/**
 * Segments that are fetched together.
 *
 * @param first the first
 * @param end the one behind the last
 */
public record BlockRange(int first, int end) {
  /** How many segments there are. */
  public int count() {
    return end - first;
  }
}
