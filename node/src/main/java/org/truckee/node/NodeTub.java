package org.truckee.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.node.assist.UploadReports;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.NodeConfiguration.ConnectionSettings;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.TubAddress;

/**
 * The main Tub of a node ({@code spec/06 §1.4}): its identity to others over Foolscap, and where
 * they reach it.
 */
final class NodeTub implements AutoCloseable {
  private final Tub tub;
  private final Optional<TubAddress> address;

  /**
   * It listens nowhere yet.
   *
   * @param address where it will be reached, if it wants to be
   */
  NodeTub(
      NodeCertificate certificate,
      ConnectionSettings settings,
      Optional<TubAddress> address,
      SecureRandom random) {
    this.address = address;
    this.tub =
        new Tub(certificate, options(settings, random).copyable(UploadReports.CLASS).build());
    address.ifPresent(known -> tub.setLocation(hints(known)));
  }

  /** What every Tub of the node goes by. */
  static TubOptions.Builder options(ConnectionSettings settings, SecureRandom random) {
    TubOptions.Builder options = TubOptions.builder().random(random);
    settings.keepalive().ifPresent(options::keepalive);
    settings.disconnect().ifPresent(options::disconnect);
    return options;
  }

  private static List<ConnectionHint> hints(TubAddress address) {
    return address.hints().stream().map(ConnectionHint::new).toList();
  }

  Tub tub() {
    return tub;
  }

  /** Where it is reached; empty if it is not. */
  Optional<TubAddress> address() {
    return address;
  }

  /**
   * Listens at its port for Foolscap alone.
   *
   * @return the port
   * @throws NodeException if the port is taken
   */
  int listen() throws NodeException {
    Endpoint endpoint = address.orElseThrow().endpoint();
    try {
      Listener listener =
          tub.listen(new InetSocketAddress(endpoint.address().orElse("0.0.0.0"), endpoint.port()));
      return listener.port();
    } catch (IOException e) {
      throw new NodeException(
          ("the node cannot listen on port %d: %s. Is another program using the port? Stop it, or"
                  + " choose another with tub.port and tub.location in tahoe.cfg")
              .formatted(endpoint.port(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    tub.close();
  }
}
