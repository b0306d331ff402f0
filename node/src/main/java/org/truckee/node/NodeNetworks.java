package org.truckee.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.foolscap.tub.Tub;
import org.truckee.node.config.ClientEndpoint;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.HiddenEndpoint;
import org.truckee.node.config.NetworkSettings;
import org.truckee.node.config.NetworkSettings.Destination;
import org.truckee.node.config.NetworkSettings.I2pSettings;
import org.truckee.node.config.NetworkSettings.Onion;
import org.truckee.node.config.NetworkSettings.TorSettings;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.TubEndpoint;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.wire.network.AddressFamily;
import org.truckee.wire.network.Routes;
import org.truckee.wire.network.i2p.I2pDestination;
import org.truckee.wire.network.i2p.I2pFamily;
import org.truckee.wire.network.i2p.SamException;
import org.truckee.wire.network.i2p.SamSession;
import org.truckee.wire.network.tor.OnionService;
import org.truckee.wire.network.tor.TorAccess;
import org.truckee.wire.network.tor.TorControl;
import org.truckee.wire.network.tor.TorFamily;
import org.truckee.wire.network.tor.TorPorts;
import org.truckee.wire.network.tor.TorProcess;

/**
 * The networks of a node ({@code spec/09 §5.2–5.5}): how it reaches others, and its places in those
 * that hide it. Nothing is connected to before it is needed.
 */
final class NodeNetworks implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final NetworkSettings settings;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Map<String, AddressFamily> families = new HashMap<>();
  private final Routes routes;
  private final Optional<SamSession> i2p;
  private final Optional<OnionService> onion;

  /**
   * Sets them up.
   *
   * @throws NodeException if a key of the node cannot be read
   */
  NodeNetworks(NetworkSettings settings, NodeDirectory directory, SecureRandom random)
      throws NodeException {
    this.settings = settings;
    AddressFamily direct = Routes.DIRECT.to(Routes.TCP).orElseThrow();
    if (settings.revealAddress()) {
      families.put(Routes.TCP, direct);
    }
    TorSettings tor = settings.tor();
    Optional<TorProcess> own = own(tor, directory.path().resolve("private"));
    if (tor.enabled()) {
      families.put(Routes.TOR, new TorFamily(socks(tor, own)));
    }
    Optional<TorAccess> control = control(tor, own);
    onion =
        tor.onion().isPresent()
            ? Optional.of(onion(tor.onion().get(), control.orElseThrow(), directory))
            : Optional.empty();
    onion.ifPresent(parts::push);
    i2p = i2p(settings.i2p(), directory, random);
    i2p.ifPresent(parts::push);
    if (settings.i2p().enabled()) {
      families.put(Routes.I2P, new I2pFamily(i2p.orElseThrow()));
    }
    routes = usual();
  }

  private Routes usual() {
    Map<String, AddressFamily> ways = new HashMap<>(families);
    ways.remove(Routes.TCP);
    Optional<String> tcp =
        switch (settings.tcp()) {
          case TCP -> Optional.of(Routes.TCP);
          case TOR -> Optional.of(Routes.TOR);
          case I2P -> Optional.of(Routes.I2P);
          case DISABLED -> Optional.empty();
        };
    tcp.map(families::get).ifPresent(family -> ways.put(Routes.TCP, family));
    return new Routes(ways);
  }

  private Optional<TorProcess> own(TorSettings tor, Path secrets) {
    if (!tor.launch()) {
      return Optional.empty();
    }
    TorProcess process = new TorProcess(tor.executable().orElse("tor"), secrets);
    parts.push(process);
    return Optional.of(process);
  }

  private TorFamily.SocksPorts socks(TorSettings tor, Optional<TorProcess> own)
      throws ConfigurationException {
    if (own.isPresent()) {
      return own.get();
    }
    if (tor.socks().isPresent()) {
      return TorPorts.at(tor.socks().get().address(settings.revealAddress()));
    }
    return tor.control().isPresent() ? TorPorts.of(access(tor.control().get())) : TorPorts.usual();
  }

  private Optional<TorAccess> control(TorSettings tor, Optional<TorProcess> own)
      throws ConfigurationException {
    if (own.isPresent()) {
      return Optional.of(own.get());
    }
    return tor.control().isPresent() ? Optional.of(access(tor.control().get())) : Optional.empty();
  }

  private TorAccess access(ClientEndpoint endpoint) throws ConfigurationException {
    SocketAddress address = endpoint.near(settings.revealAddress());
    return limit -> TorControl.connect(address, limit);
  }

  private static OnionService onion(Onion settings, TorAccess access, NodeDirectory directory)
      throws NodeException {
    return new OnionService(
        access,
        directory.keyFile(settings.keyFile()),
        settings.externalPort(),
        new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), settings.localPort()));
  }

  private Optional<SamSession> i2p(
      I2pSettings settings, NodeDirectory directory, SecureRandom random) throws NodeException {
    Optional<Destination> wanted = settings.destination();
    if (!settings.enabled() && wanted.isEmpty()) {
      return Optional.empty();
    }
    Optional<I2pDestination> destination = Optional.empty();
    if (wanted.isPresent()) {
      Path file = wanted.get().keyFile();
      try {
        destination = Optional.of(I2pDestination.of(directory.keyFile(file)));
      } catch (SamException e) {
        throw new NodeException("'%s': %s".formatted(file, e.getMessage()), e);
      }
    }
    return Optional.of(
        new SamSession(settings.sam().address(this.settings.revealAddress()), destination, random));
  }

  /** How others are reached. */
  Routes routes() {
    return routes;
  }

  /**
   * How one server is reached about which the operator has said something else.
   *
   * @param handlers the handler of each type of address; absent for none
   * @throws ConfigurationException if there is no such handler, or it would reveal this machine
   */
  Routes routes(Map<String, Optional<String>> handlers) throws ConfigurationException {
    Map<String, Optional<AddressFamily>> others = new HashMap<>();
    for (Map.Entry<String, Optional<String>> entry : handlers.entrySet()) {
      Optional<String> handler = entry.getValue();
      Optional<AddressFamily> family = handler.map(families::get);
      if (handler.isPresent() && family.isEmpty()) {
        throw new ConfigurationException(
            !settings.revealAddress() && handler.get().equals(Routes.TCP)
                ? "its connection '%s: tcp' conflicts with reveal-IP-address = false"
                    .formatted(entry.getKey())
                : "there is no connection handler '%s'".formatted(handler.get()));
      }
      others.put(entry.getKey(), family);
    }
    return routes.with(others);
  }

  /** What of the places where a Tub listens are ports of this machine. */
  List<Endpoint> ports(List<TubEndpoint> endpoints) throws ConfigurationException {
    List<Endpoint> ports = new ArrayList<>();
    for (TubEndpoint endpoint : endpoints) {
      switch (endpoint) {
        case Endpoint port -> ports.add(port);
        case HiddenEndpoint.TOR -> ports.add(deliveries());
        case HiddenEndpoint.I2P -> requireDestination();
      }
    }
    return List.copyOf(ports);
  }

  private Endpoint deliveries() throws ConfigurationException {
    Onion service =
        settings
            .tor()
            .onion()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "tub.port has listen:tor, but 'onion = true' is missing in [tor]"));
    return new Endpoint(Optional.of(LOOPBACK), service.localPort());
  }

  private void requireDestination() throws ConfigurationException {
    if (settings.i2p().destination().isEmpty()) {
      throw new ConfigurationException(
          "tub.port has listen:i2p, but 'dest = true' is missing in [i2p]");
    }
  }

  /**
   * Begins to be reached in the networks that hide this node.
   *
   * @param endpoints where the Tub listens
   */
  void serve(Tub tub, List<TubEndpoint> endpoints) {
    onion.ifPresent(OnionService::start);
    if (endpoints.contains(HiddenEndpoint.I2P)) {
      i2p.orElseThrow().accept(socket -> tub.accept(socket, new byte[0]));
    }
  }

  @Override
  public void close() {
    parts.forEach(Node::close);
  }
}
