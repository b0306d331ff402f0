package org.truckee.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.Grid;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.history.History;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.web.api.LogMessages;
import org.truckee.web.api.NodeFolder;
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
  private final LogMessages messages;
  private final String url;

  private ClientService(
      KnownServers connections, Grid grid, WebGateway gateway, LogMessages messages, String url) {
    this.messages = messages;
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
   */
  static ClientService start(
      NodeDirectory directory,
      NodeConfiguration configuration,
      Endpoint web,
      KnownServers connections,
      Supplier<List<String>> introducers,
      NodeResources resources)
      throws NodeException {
    Path spool = directory.tempDirectory(configuration.tempDirectory());
    ClientLeaseSecret leaseSecret = directory.leaseSecret();
    ConvergenceSecret convergenceSecret = directory.convergenceSecret();
    directory.renewApiToken();
    History history = new History(resources.clock());
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
            .history(history)
            .build();
    try {
      connections.awaitConnected(TO_CONNECT);
      Status status = new Status(configuration.nickname(), introducers, connections);
      NodeFolder folder = new NodeFolder(directory.path(), configuration.staticDirectory());
      LogMessages messages = new LogMessages(resources.clock());
      WebGateway gateway =
          open(grid, status, configuration, web, history, folder, messages, resources);
      String url = web.url(gateway.port());
      directory.writeNodeUrl(url);
      ProgramLog.feed(messages);
      return new ClientService(connections, grid, gateway, messages, url);
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
      History history,
      NodeFolder folder,
      LogMessages messages,
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
              history,
              folder,
              messages));
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
    ProgramLog.forget(messages);
    gateway.close();
    grid.close();
  }

  private record Status(String nickname, Supplier<List<String>> known, KnownServers connections)
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
  }
}
