package org.truckee.storage;

import java.util.List;
import java.util.Map;

/**
 * The answer to a read-test-write.
 *
 * @param success whether all tests passed, and so whether the writes were made
 * @param data the ranges of every share that existed before the writes
 */
public record SlotAnswer(boolean success, Map<ShareNumber, List<byte[]>> data) {
  /** Copies the map. */
  public SlotAnswer {
    data = Map.copyOf(data);
  }
}
