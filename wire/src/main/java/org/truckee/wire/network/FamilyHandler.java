package org.truckee.wire.network;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.tub.HintHandler;

/** Has a Tub connect by way of an address family. */
record FamilyHandler(AddressFamily family) implements HintHandler {
  @Override
  public String name() {
    return family.name();
  }

  @Override
  public Socket connect(ConnectionHint hint, Duration limit)
      throws IOException, InterruptedException {
    Place place =
        Place.of(hint).orElseThrow(() -> new ConnectException("unrecognized hint " + hint.text()));
    return family.connect(place, limit).socket();
  }

  @Override
  public String host(ConnectionHint hint) {
    return Place.of(hint).map(Place::host).orElse("");
  }
}
