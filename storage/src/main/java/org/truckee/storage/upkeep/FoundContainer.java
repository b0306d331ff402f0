package org.truckee.storage.upkeep;

import java.util.List;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;

/** A share file as a crawler finds it. */
public sealed interface FoundContainer {
  /** The number that it has in its bucket. */
  ShareNumber number();

  /**
   * One that can be read.
   *
   * @param size of the file in bytes
   * @param diskBytes what it takes on the disk
   * @param expirations of its leases, in seconds since 1970
   */
  record Sound(
      ShareNumber number, ShareKind kind, long size, long diskBytes, List<Long> expirations)
      implements FoundContainer {
    /** Copies the list. */
    public Sound {
      expirations = List.copyOf(expirations);
    }
  }

  /**
   * One that cannot be read. It is left alone.
   *
   * @param reason what is wrong with it
   */
  record Damaged(ShareNumber number, String reason) implements FoundContainer {}
}
