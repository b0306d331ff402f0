package org.truckee.storage.upkeep;

import java.io.IOException;
import java.util.Set;
import org.truckee.storage.ShareNumber;

/** The shares of a server that runs, with the right to take leases away. */
public interface ExpirableShares extends ShareTree {
  /**
   * Takes away all leases of a bucket that a rule says have ended, as they are at this moment, and
   * deletes every share that had leases and has none left.
   *
   * @param name the bucket
   * @return the shares that were deleted
   */
  Set<ShareNumber> expire(String name, LeaseRule rule) throws IOException, InterruptedException;
}
