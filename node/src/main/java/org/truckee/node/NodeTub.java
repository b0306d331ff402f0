package org.truckee.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.tub.ConnectionRoom;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.memory.ProcessMemory;
import org.truckee.node.assist.UploadReports;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.NodeConfiguration.ConnectionSettings;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.TubAddress;
import org.truckee.wire.network.Routes;

/**
 * The main Tub of a node ({@code spec/06 §1.4}): its identity to others over Foolscap, and where
 * they reach it.
 */
final class NodeTub implements AutoCloseable {
  private final Tub tub;
  private final Optional<TubAddress> address;
  private final List<Endpoint> ports;
  private final NodeNetworks networks;

  /**
   * It listens nowhere yet.
   *
   * @param address where it will be reached, if it wants to be
   * @param resources of whose memory connections of others take
   */
  NodeTub(
      NodeCertificate certificate,
      ConnectionSettings settings,
      Optional<TubAddress> address,
      NodeNetworks networks,
      NodeResources resources)
      throws ConfigurationException {
    this.address = address;
    this.networks = networks;
    this.ports = networks.ports(address.map(TubAddress::endpoints).orElse(List.of()));
    this.tub =
        new Tub(
            certificate,
            options(settings, networks.routes(), resources.random())
                .copyable(UploadReports.CLASS)
                .room(room(resources.memory()))
                .build());
    address.ifPresent(known -> tub.setLocation(hints(known)));
  }

  /** What requests take at the moment does not matter: connections are not ended for that. */
  private static ConnectionRoom room(ProcessMemory memory) {
    return () -> memory.peers().tryTake(ConnectionRoom.BYTES).map(grant -> grant::close);
  }

  /** What every Tub of the node goes by. */
  static TubOptions.Builder options(
      ConnectionSettings settings, Routes routes, SecureRandom random) {
    TubOptions.Builder options = TubOptions.builder().random(random);
    settings.keepalive().ifPresent(options::keepalive);
    settings.disconnect().ifPresent(options::disconnect);
    routes.apply(options);
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

  /** The ports of this machine at which it is to be reached. */
  List<Endpoint> ports() {
    return ports;
  }

  /** The address that an endpoint is bound to. */
  static InetSocketAddress bound(Endpoint endpoint) throws NodeException {
    String host = endpoint.address().orElse("0.0.0.0");
    InetSocketAddress address = new InetSocketAddress(host, endpoint.port());
    if (address.isUnresolved()) {
      throw new NodeException("[node]tub.port: '%s' is no address of this machine".formatted(host));
    }
    return address;
  }

  /**
   * Listens at its ports for Foolscap alone.
   *
   * @return the first port; 0 if it has none
   * @throws NodeException if a port is taken
   */
  int listen() throws NodeException {
    int first = 0;
    for (Endpoint endpoint : ports) {
      int port = listen(endpoint);
      first = first == 0 ? port : first;
    }
    return first;
  }

  private int listen(Endpoint endpoint) throws NodeException {
    try {
      return tub.listen(bound(endpoint), endpoint.backlog()).port();
    } catch (IOException e) {
      throw new NodeException(
          ("the node cannot listen on port %d: %s. Is another program using the port? Stop it, or"
                  + " choose another with tub.port and tub.location in tahoe.cfg")
              .formatted(endpoint.port(), e.getMessage()),
          e);
    }
  }

  /** Begins to be reached in the networks that hide this node. */
  void serveHidden() {
    networks.serve(tub, address.map(TubAddress::endpoints).orElse(List.of()));
  }

  @Override
  public void close() {
    tub.close();
  }
}
