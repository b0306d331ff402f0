package org.truckee.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The answer to a request for space. Each share that was asked for is in one of the three parts.
 *
 * @param alreadyHave all complete shares of the bucket
 * @param writers the shares that may now be written
 * @param refused why the other shares that were asked for may not
 */
public record Allocation(
    Set<ShareNumber> alreadyHave,
    Map<ShareNumber, BucketWriter> writers,
    Map<ShareNumber, Refusal> refused) {
  /** Copies all parts. */
  public Allocation {
    alreadyHave = Set.copyOf(alreadyHave);
    writers = Map.copyOf(writers);
    refused = Map.copyOf(refused);
  }

  /** An answer that refuses nothing. */
  public Allocation(Set<ShareNumber> alreadyHave, Map<ShareNumber, BucketWriter> writers) {
    this(alreadyHave, writers, Map.of());
  }

  /**
   * This answer to a request for these shares, with a reason for each that is neither there nor may
   * be written.
   *
   * @param reason for those that have none yet
   */
  public Allocation refusingOthers(Set<ShareNumber> asked, Refusal reason) {
    Map<ShareNumber, Refusal> reasons = new HashMap<>();
    for (ShareNumber share : asked) {
      if (!alreadyHave.contains(share) && !writers.containsKey(share)) {
        reasons.put(share, refused.getOrDefault(share, reason));
      }
    }
    return new Allocation(alreadyHave, writers, reasons);
  }
}
