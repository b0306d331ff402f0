package org.truckee.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.truckee.crypto.Ed25519Key;
import org.truckee.crypto.NodeCertificate;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.history.History;
import org.truckee.node.assist.HelperConnection;
import org.truckee.node.assist.HelperLimits;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeConfiguration.StorageSettings;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.OperationsSettings;
import org.truckee.node.config.TubAddress;
import org.truckee.node.config.WebEndpoint;
import org.truckee.node.control.ControlPort;
import org.truckee.node.directory.Introducers;
import org.truckee.node.directory.Inventory;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.node.directory.StaticServers;
import org.truckee.node.statistics.CpuMonitor;
import org.truckee.node.statistics.GridNumbers;
import org.truckee.node.statistics.NodeStatistics;
import org.truckee.node.statistics.StorageNumbers;
import org.truckee.storage.upkeep.StorageReport;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.introducer.IntroducerClient;
import org.truckee.wire.network.Routes;
import org.truckee.wire.plugin.StoragePlugins;

/** The start of a node, part by part ({@code spec/09 §6}). What was started is pushed to parts. */
final class Start {
  private final NodeDirectory directory;
  private final Inventory inventory;
  private final Deque<AutoCloseable> parts;
  private final NodeResources resources;

  Start(
      NodeDirectory directory,
      Inventory inventory,
      Deque<AutoCloseable> parts,
      NodeResources resources) {
    this.directory = directory;
    this.inventory = inventory;
    this.parts = parts;
    this.resources = resources;
  }

  /** A storage server, a client, or both. */
  Node client(OptionalInt webPort) throws NodeException {
    NodeConfiguration configuration = NodeConfiguration.read(directory.path());
    Introducers introducers = directory.introducers(configuration.introducer());
    StaticServers named = directory.staticServers();
    NodeCertificate certificate = directory.certificate();
    Ed25519Key key = directory.signingKey();
    NodeNetworks networks = networks(configuration);
    deliverLog(configuration, networks);
    List<String> left = new ArrayList<>();
    ServerWatch.Ways ways = ways(networks, named, left);
    ClientPlugins plugins = new ClientPlugins(configuration.plugins(), StoragePlugins.installed());
    NodeTub tub = tub(configuration, certificate, networks);
    boolean usesGrid =
        configuration.web().isPresent()
            || configuration.helper().enabled()
            || configuration.sftp().isPresent()
            || configuration.controlPort();
    Optional<KnownServers> servers =
        usesGrid
            ? Optional.of(knownServers(configuration, named, ways, plugins))
            : Optional.empty();
    History history = new History(resources.clock());
    Optional<GridClient> grid =
        usesGrid ? Optional.of(grid(configuration, servers.get(), tub, history)) : Optional.empty();
    Optional<AssistanceService> assistance =
        configuration.helper().enabled()
            ? Optional.of(AssistanceService.start(directory, tub, grid.orElseThrow()))
            : Optional.empty();
    assistance.ifPresent(parts::push);
    if (configuration.controlPort()) {
      publishControlPort(tub, grid.orElseThrow(), servers.orElseThrow());
    }
    Optional<StorageService> storage = storage(configuration, certificate, key, tub);
    Introductions introductions =
        new Introductions(
            directory,
            introducers,
            tub.tub(),
            configuration.nickname(),
            servers.isPresent() ? listener(servers.get(), named) : _ -> {},
            resources);
    if (storage.isPresent()) {
      introductions.publish(storage.get().announcement(), key, directory.announcementNumbers());
    }
    parts.push(introductions);
    tub.serveHidden();
    introductions.start();
    Supplier<Optional<StorageReport>> report =
        () -> storage.map(service -> service.store().report());
    Optional<StatusService> status = Optional.empty();
    Optional<Endpoint> statusDoor =
        OperationsSettings.read(directory.path(), configuration.network().revealAddress()).status();
    if (statusDoor.isPresent()) {
      status =
          Optional.of(
              StatusService.start(
                  statusDoor.get(),
                  configuration.nickname(),
                  certificate.tubId().toString(),
                  report,
                  resources));
      parts.push(status.get());
    }
    // Before the web API, whose address in node.url is for others the sign that the node runs.
    Optional<SftpService> sftp = sftp(configuration, grid);
    Optional<ClientService> client = Optional.empty();
    if (configuration.web().isPresent()) {
      WebEndpoint door = door(configuration.web().get(), webPort);
      client =
          Optional.of(
              ClientService.start(
                  directory,
                  configuration,
                  door,
                  servers.orElseThrow(),
                  grid.orElseThrow(),
                  history,
                  introductions::statuses,
                  plugins.web(),
                  storage.map(StorageService::store),
                  new ClientService.Numbers(
                      statistics(grid.get(), storage, assistance), assistance),
                  resources));
      parts.push(client.get());
    }
    inventory.note(configuration.storage().map(StorageSettings::directory));
    List<String> notices = new ArrayList<>(configuration.notices());
    notices.addAll(introducers.problems());
    notices.addAll(named.problems());
    notices.addAll(left);
    return new Node(
        directory.path(),
        parts,
        notices,
        new Node.Services(
            storage, client, servers, status, probe(tub, certificate), Optional.empty(), sftp));
  }

  private Optional<SftpService> sftp(NodeConfiguration configuration, Optional<GridClient> grid)
      throws NodeException {
    if (configuration.sftp().isEmpty()) {
      return Optional.empty();
    }
    SftpService sftp =
        SftpService.start(
            directory, configuration, configuration.sftp().get(), grid.orElseThrow(), resources);
    parts.push(sftp);
    return Optional.of(sftp);
  }

  private NodeNetworks networks(NodeConfiguration configuration) throws NodeException {
    NodeNetworks networks =
        new NodeNetworks(configuration.network(), directory, resources.random());
    parts.push(networks);
    return networks;
  }

  private void deliverLog(NodeConfiguration configuration, NodeNetworks networks)
      throws NodeException {
    directory.furls().forgetLogPort();
    if (configuration.logGatherer().isPresent()) {
      parts.push(
          LogDelivery.start(
              configuration.logGatherer().get(),
              configuration.connections(),
              networks.routes(),
              resources));
    }
  }

  /**
   * How servers are reached.
   *
   * @param left gets a sentence for each server that is left out
   */
  private static ServerWatch.Ways ways(
      NodeNetworks networks, StaticServers named, List<String> left) {
    Map<String, Routes> others = new HashMap<>();
    named
        .connections()
        .forEach(
            (id, handlers) -> {
              try {
                others.put(id, networks.routes(handlers));
              } catch (ConfigurationException e) {
                left.add("server %s in servers.yaml is left out: %s".formatted(id, e.getMessage()));
                others.put(id, new Routes(Map.of()));
              }
            });
    return new ServerWatch.Ways(networks.routes(), others);
  }

  private NodeTub tub(
      NodeConfiguration configuration, NodeCertificate certificate, NodeNetworks networks)
      throws NodeException {
    NodeTub tub =
        new NodeTub(
            certificate, configuration.connections(), address(configuration), networks, resources);
    parts.push(tub);
    return tub;
  }

  private Optional<TubAddress> address(NodeConfiguration configuration)
      throws ConfigurationException {
    try {
      return TubAddress.resolve(
          configuration.tub(), configuration.network().revealAddress(), directory.surroundings());
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          "'%s' [node]%s".formatted(directory.path().resolve("tahoe.cfg"), e.getMessage()), e);
    }
  }

  private static Optional<LocationProbe> probe(NodeTub tub, NodeCertificate certificate) {
    return tub.address().map(address -> LocationProbe.of(certificate.tubId(), address.hints()));
  }

  private Optional<StorageService> storage(
      NodeConfiguration configuration, NodeCertificate certificate, Ed25519Key key, NodeTub tub)
      throws NodeException {
    Optional<Path> shares = configuration.storage().map(StorageSettings::directory);
    if (shares.isEmpty()) {
      if (tub.address().isPresent()) {
        tub.listen();
      }
      return Optional.empty();
    }
    inventory.checkStorage(shares.get());
    StorageService storage =
        StorageService.start(directory, configuration, certificate, key, tub, resources);
    parts.push(storage);
    return Optional.of(storage);
  }

  private GridClient grid(
      NodeConfiguration configuration, KnownServers servers, NodeTub tub, History history)
      throws NodeException {
    Optional<HelperConnection> helper =
        configuration
            .helper()
            .furl()
            .map(
                furl ->
                    HelperConnection.start(
                        tub.tub(), furl, HelperLimits.defaults(), resources.clock()));
    helper.ifPresent(parts::push);
    GridClient grid =
        GridService.open(
            directory,
            configuration,
            servers,
            () -> helper.flatMap(HelperConnection::connected),
            history,
            resources);
    parts.push(grid::close);
    return grid;
  }

  private void publishControlPort(NodeTub tub, GridClient grid, KnownServers servers)
      throws NodeException {
    if (tub.address().isEmpty()) {
      throw new NodeException(
          "config error: control.port is enabled, but tub is not listening ('tub.port=' is empty)");
    }
    ControlPort control = new ControlPort(grid, servers, resources.random());
    directory.furls().writeControl(tub.tub().publish(control.object()));
  }

  private NodeStatistics statistics(
      GridClient grid, Optional<StorageService> storage, Optional<AssistanceService> assistance) {
    CpuMonitor cpu = CpuMonitor.start();
    parts.push(cpu);
    NodeStatistics statistics = new NodeStatistics();
    statistics.register(cpu);
    statistics.register(new GridNumbers(grid.counters()));
    storage.ifPresent(server -> statistics.register(new StorageNumbers(server.store()::figures)));
    assistance.ifPresent(
        helper -> statistics.register(report -> helper.statistics().report(report)));
    return statistics;
  }

  private KnownServers knownServers(
      NodeConfiguration configuration,
      StaticServers named,
      ServerWatch.Ways ways,
      ClientPlugins plugins) {
    ServerWatch watch = new ServerWatch(configuration.connections(), ways, plugins, resources);
    parts.push(watch);
    KnownServers servers =
        new KnownServers(watch::over, configuration.gridManagers(), resources.clock());
    parts.push(servers);
    named.servers().forEach(servers::put);
    return servers;
  }

  private static IntroducerClient.Listener listener(KnownServers servers, StaticServers named) {
    return new IntroducedServers(
        servers, named.servers().stream().map(AnnouncedServer::id).collect(Collectors.toSet()));
  }

  private static WebEndpoint door(WebEndpoint configured, OptionalInt port) {
    return configured.withPort(port.orElse(configured.place().port()));
  }

  /** An introducer. */
  Node introducer(OptionalInt webPort) throws NodeException {
    NodeConfiguration configuration = NodeConfiguration.readIntroducer(directory.path());
    NodeCertificate certificate = directory.certificate();
    NodeNetworks networks = networks(configuration);
    deliverLog(configuration, networks);
    NodeTub tub = tub(configuration, certificate, networks);
    Optional<WebEndpoint> door = configuration.web().map(web -> door(web, webPort));
    IntroducerService introducer =
        IntroducerService.start(directory, tub, door, configuration.staticDirectory(), resources);
    parts.push(introducer);
    tub.serveHidden();
    inventory.note(Optional.empty());
    return new Node(
        directory.path(),
        parts,
        configuration.notices(),
        new Node.Services(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            probe(tub, certificate),
            Optional.of(introducer),
            Optional.empty()));
  }
}
