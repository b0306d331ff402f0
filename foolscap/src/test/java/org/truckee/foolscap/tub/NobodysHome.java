package org.truckee.foolscap.tub;

import java.time.Duration;
import java.util.Optional;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.NegotiationException;
import org.truckee.foolscap.connection.Connection;
import org.truckee.foolscap.connection.Home;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;

/** Of a Tub without objects. */
final class NobodysHome implements Home {
  @Override
  public Optional<LocalObject> find(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<Furl> shown(LocalObject object) {
    return Optional.empty();
  }

  @Override
  public void forgotten(LocalObject object) {}

  @Override
  public RemoteReference resolve(Furl furl, Duration limit) throws FoolscapException {
    throw new NegotiationException("nobody can be reached here");
  }

  @Override
  public void lost(Connection connection) {}
}
