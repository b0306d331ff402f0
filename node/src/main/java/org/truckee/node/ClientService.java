package org.truckee.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.Grid;
import org.truckee.grid.client.GridClient;
import org.truckee.http.HttpServer;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.storage.upkeep.StorageReport;
import org.truckee.web.api.Metric;
import org.truckee.web.api.NodeStatus;
import org.truckee.web.api.ServerStatus;
import org.truckee.web.api.WebGateway;

/** The client of a node: the grid that its servers make, and the web API to it. */
final class ClientService implements AutoCloseable {
  /** How long the start waits for servers, so that the web page shows them right away. */
  private static final Duration TO_CONNECT = Duration.ofSeconds(2);

  private final KnownServers connections;
  private final Grid grid;
  private final WebGateway gateway;
  private final String url;

  private ClientService(KnownServers connections, Grid grid, WebGateway gateway, String url) {
    this.url = url;
    this.connections = connections;
    this.grid = grid;
    this.gateway = gateway;
  }

  /**
   * Opens the web API.
   *
   * @param connections the servers that are known, also by then
   * @param introducers how it stands with the introducers, for people
   * @param plugins what storage plugins show
   * @param storage how it stands with the storage server of the node, if it has one
   */
  static ClientService start(
      NodeDirectory directory,
      NodeConfiguration configuration,
      Endpoint web,
      KnownServers connections,
      Supplier<List<String>> introducers,
      Map<String, HttpServer.Handlers> plugins,
      Supplier<Optional<StorageReport>> storage,
      NodeResources resources)
      throws NodeException {
    Path spool = directory.tempDirectory(configuration.tempDirectory());
    ClientLeaseSecret leaseSecret = directory.leaseSecret();
    ConvergenceSecret convergenceSecret = directory.convergenceSecret();
    directory.renewApiToken();
    Grid grid =
        GridClient.of(connections)
            .leaseSecret(leaseSecret)
            .convergenceSecret(convergenceSecret)
            .encoding(configuration.encoding())
            .mutableFormat(configuration.mutableFormat())
            .preferredServers(configuration.preferredServers())
            .random(resources.random())
            .memory(resources.memory())
            .clock(resources.clock())
            .blacklist(directory.blacklist())
            .spoolDirectory(spool)
            .build();
    try {
      connections.awaitConnected(TO_CONNECT);
      Status status =
          new Status(
              configuration.nickname(),
              directory.certificate().tubId().toString(),
              introducers,
              connections,
              storage,
              new NodeMetrics(resources.clock().instant()));
      WebGateway gateway = open(grid, status, configuration, web, plugins, resources);
      String url = web.url(gateway.port());
      directory.writeNodeUrl(url);
      return new ClientService(connections, grid, gateway, url);
    } catch (NodeException | RuntimeException e) {
      grid.close();
      throw e;
    } catch (InterruptedException e) {
      grid.close();
      Thread.currentThread().interrupt();
      throw new NodeException("interrupted while starting", e);
    }
  }

  private static WebGateway open(
      Grid grid,
      NodeStatus status,
      NodeConfiguration configuration,
      Endpoint web,
      Map<String, HttpServer.Handlers> plugins,
      NodeResources resources)
      throws NodeException {
    try {
      return WebGateway.start(
          new WebGateway.Settings(
              grid,
              status,
              configuration.encoding(),
              web.address().orElse("0.0.0.0"),
              web.port(),
              resources.clock(),
              resources.memory(),
              plugins));
    } catch (IOException e) {
      throw new NodeException(
          ("the web API cannot listen on port %d: %s. Is another program using the port? Stop it,"
                  + " or choose another with web.port in tahoe.cfg")
              .formatted(web.port(), e.getMessage()),
          e);
    }
  }

  /** The servers that it knows, which may change at any time. */
  KnownServers servers() {
    return connections;
  }

  /** Where programs on this machine reach it. */
  String url() {
    return url;
  }

  int port() {
    return gateway.port();
  }

  /** How many servers answer now. */
  int connectedServers() {
    return connections.connected().size();
  }

  @Override
  public void close() {
    gateway.close();
    grid.close();
  }

  private record Status(
      String nickname,
      String nodeId,
      Supplier<List<String>> known,
      KnownServers connections,
      Supplier<Optional<StorageReport>> reported,
      NodeMetrics process)
      implements NodeStatus {
    @Override
    public String version() {
      return TruckeeVersion.text();
    }

    @Override
    public List<String> introducers() {
      return known.get();
    }

    @Override
    public List<ServerStatus> servers() {
      return connections.statuses();
    }

    @Override
    public Optional<StorageReport> storage() {
      return reported.get();
    }

    @Override
    public List<Metric> metrics() {
      List<Metric> metrics = new ArrayList<>(process.ofProcess());
      metrics.addAll(
          NodeMetrics.ofClient(connections.statuses().size(), connections.connected().size()));
      storage().ifPresent(report -> metrics.addAll(NodeMetrics.ofStorage(report)));
      return metrics;
    }
  }
}
