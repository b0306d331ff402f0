package org.truckee.storage.upkeep;

import org.truckee.storage.ShareKind;

/** Says which leases have ended. */
@FunctionalInterface
public interface LeaseRule {
  /**
   * Whether a lease has ended.
   *
   * @param kind of its share
   * @param expiration what is written in it: until when it was granted, in seconds since 1970
   */
  boolean hasEnded(ShareKind kind, long expiration);
}
