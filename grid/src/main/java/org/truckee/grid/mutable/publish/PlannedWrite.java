package org.truckee.grid.mutable.publish;

import java.util.List;
import org.truckee.grid.mutable.map.Place;
import org.truckee.storage.ShareUpdate;

/**
 * A write to one share that a server makes only if the share is as expected.
 *
 * @param place where
 * @param expected how the share begins now; nothing if there should be none
 */
record PlannedWrite(Place place, byte[] expected) {
  private static final byte[] NOTHING = {};

  /** A write of a share that does not exist yet. */
  static PlannedWrite ofNew(Place place) {
    return new PlannedWrite(place, NOTHING);
  }

  /** What the server is to test ({@code spec/02 §8.2}). */
  List<ShareUpdate.Test> tests() {
    int length = Math.max(1, expected.length);
    return List.of(new ShareUpdate.Test(0, length, expected));
  }
}
