package org.truckee.web.api;

import java.time.Instant;
import java.util.List;

/**
 * Until when the storage server of this node keeps a share.
 *
 * @param share its number
 * @param expirations when each of its leases ends
 */
public record ShareLease(int share, List<Instant> expirations) {
  /** Copies the list. */
  public ShareLease {
    expirations = List.copyOf(expirations);
  }
}
