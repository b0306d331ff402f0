package org.truckee.grid.immutable.upload;

import org.truckee.grid.GridServer;
import org.truckee.grid.spread.Holding;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ShareNumber;

/**
 * A share that a server has agreed to take.
 *
 * @param stored whether it has taken it already
 */
record GrantedShare(GridServer server, ShareNumber share, BucketWriter writer, boolean stored) {
  Holding holding() {
    return new Holding(server, share);
  }
}
