package org.truckee.foolscap.connection;

import java.time.Duration;
import java.util.Optional;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;

/** What a connection wants of the Tub that it belongs to. */
public interface Home {
  /** The object of ours with that name; empty if there is none. */
  Optional<LocalObject> find(String name);

  /** Notes that a peer knows the object; where others find it, if they can. */
  Optional<Furl> shown(LocalObject object);

  /** Notes that the peer does not know it any more; only if {@link #shown} has named it. */
  void forgotten(LocalObject object);

  /** Gets an object of any Tub. */
  RemoteReference resolve(Furl furl, Duration limit) throws FoolscapException, InterruptedException;

  /** Notes that a connection has ended. */
  void lost(Connection connection);
}
