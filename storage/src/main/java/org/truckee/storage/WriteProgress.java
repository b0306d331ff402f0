package org.truckee.storage;

import java.util.List;

/**
 * What is still missing from a share that is being uploaded.
 *
 * @param missing the ranges not yet written, ascending; empty when the share is complete
 */
public record WriteProgress(List<ByteRange> missing) {
  /** Copies the list. */
  public WriteProgress {
    missing = List.copyOf(missing);
  }

  /** Whether every byte was written. */
  public boolean complete() {
    return missing.isEmpty();
  }
}
