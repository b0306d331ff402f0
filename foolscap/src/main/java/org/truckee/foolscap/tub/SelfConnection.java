package org.truckee.foolscap.tub;

import java.io.IOException;
import java.util.Optional;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.NegotiationException;
import org.truckee.foolscap.banana.Vocabulary;
import org.truckee.foolscap.connection.Connection;
import org.truckee.foolscap.connection.ConnectionOptions;
import org.truckee.foolscap.connection.Home;

/** The connection of a Tub with itself, made when somebody first wants it. Thread-safe. */
final class SelfConnection {
  private final TubId tubId;
  private final ConnectionOptions options;
  private final Home home;
  private Optional<Connection> connection = Optional.empty();
  private boolean closed;

  SelfConnection(TubId tubId, ConnectionOptions options, Home home) {
    this.tubId = tubId;
    this.options = options;
    this.home = home;
  }

  synchronized Connection get() throws NegotiationException {
    if (closed) {
      throw new NegotiationException("this Tub is closed");
    }
    Optional<Connection> existing = connection.filter(Connection::isOpen);
    if (existing.isPresent()) {
      return existing.get();
    }
    try {
      Loopback[] ends = Loopback.pair();
      Connection near = one(ends[0]);
      Connection far = one(ends[1]);
      near.start();
      far.start();
      connection = Optional.of(near);
      return near;
    } catch (IOException e) {
      throw new NegotiationException("this Tub cannot be reached from itself", e);
    }
  }

  private Connection one(Loopback end) throws IOException {
    return new Connection(end, tubId, Vocabulary.PROTOCOL_WORDS, false, options, home);
  }

  synchronized void close() {
    closed = true;
    connection.ifPresent(Connection::close);
  }
}
