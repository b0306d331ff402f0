package org.truckee.foolscap.connection;

import java.time.Duration;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.remote.RemoteReference;

/**
 * An object of a third Tub that the peer has sent us ({@code spec/06 §8.4}).
 *
 * @param id by which the peer wants to hear that we have it; 0 if it does not want to
 * @param reference what becomes the object
 */
record Gift(long id, Furl furl, HeldReference reference) {

  /** Gets hold of the object. */
  void fetch(Home home, Duration limit) throws FoolscapException, InterruptedException {
    RemoteReference fetched = home.resolve(furl, limit);
    if (fetched instanceof HeldReference held) {
      reference.become(held);
    }
  }
}
