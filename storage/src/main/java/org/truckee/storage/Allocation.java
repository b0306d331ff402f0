package org.truckee.storage;

import java.util.Map;
import java.util.Set;

/**
 * The answer to a request for space.
 *
 * @param alreadyHave all complete shares of the bucket
 * @param writers the shares that may now be written
 */
public record Allocation(Set<ShareNumber> alreadyHave, Map<ShareNumber, BucketWriter> writers) {
  /** Copies both parts. */
  public Allocation {
    alreadyHave = Set.copyOf(alreadyHave);
    writers = Map.copyOf(writers);
  }
}
