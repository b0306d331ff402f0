package org.truckee.storage.upkeep;

import java.util.List;

/**
 * A bucket or slot as a crawler finds it.
 *
 * @param shares what is in it
 * @param diskBytes what the directory itself takes on the disk
 */
public record Bucket(List<FoundContainer> shares, long diskBytes) {
  /** Copies the list. */
  public Bucket {
    shares = List.copyOf(shares);
  }
}
