package org.truckee.storage.upkeep;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a walk of the lease checker has found.
 *
 * @param begun when it began
 * @param ended when it ended
 * @param removed whether shares were deleted
 * @param space what was counted, by every criterion
 * @param corrupt shares that could not be read
 */
public record CycleResult(
    Instant begun,
    Instant ended,
    boolean removed,
    Map<Criterion, Space> space,
    List<CorruptShare> corrupt) {
  /** Copies the collections. */
  public CycleResult {
    space = Map.copyOf(space);
    corrupt = List.copyOf(corrupt);
  }
}
