package org.truckee.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.Grid;
import org.truckee.grid.history.History;
import org.truckee.http.HttpServer;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.WebEndpoint;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.node.statistics.NodeStatistics;
import org.truckee.storage.upkeep.StorageReport;
import org.truckee.web.api.HelperStatistics;
import org.truckee.web.api.LogMessages;
import org.truckee.web.api.Metric;
import org.truckee.web.api.NodeFolder;
import org.truckee.web.api.NodeStatus;
import org.truckee.web.api.ServerStatus;
import org.truckee.web.api.ShareLease;
import org.truckee.web.api.StatisticsReport;
import org.truckee.web.api.WebGateway;

/** The client of a node: the web API to the grid that its servers make. */
final class ClientService implements AutoCloseable {
  /**
   * The numbers of a node.
   *
   * @param all of them
   * @param helper its upload helper, which has a page of its own
   */
  record Numbers(NodeStatistics all, Optional<AssistanceService> helper) {}

  /** How long the start waits for servers, so that the web page shows them right away. */
  private static final Duration TO_CONNECT = Duration.ofSeconds(2);

  private final KnownServers connections;
  private final WebGateway gateway;
  private final ProgramLog.Listener messages;
  private final String url;

  private ClientService(
      KnownServers connections, WebGateway gateway, ProgramLog.Listener messages, String url) {
    this.messages = messages;
    this.url = url;
    this.connections = connections;
    this.gateway = gateway;
  }

  /**
   * Opens the web API.
   *
   * @param connections the servers that are known, also by then
   * @param grid the grid that they make
   * @param history what that does and has done
   * @param introducers how it stands with the introducers, for people
   * @param plugins what storage plugins show
   * @param store of the storage server of the node, if it has one
   * @param numbers what the node tells of itself
   */
  static ClientService start(
      NodeDirectory directory,
      NodeConfiguration configuration,
      WebEndpoint web,
      KnownServers connections,
      Grid grid,
      History history,
      Supplier<List<String>> introducers,
      Map<String, HttpServer.Handlers> plugins,
      Optional<ShareStore> store,
      Numbers numbers,
      NodeResources resources)
      throws NodeException {
    directory.secrets().renewApiToken();
    try {
      connections.awaitConnected(TO_CONNECT);
      Status status =
          new Status(
              configuration.nickname(),
              directory.certificate().tubId().toString(),
              introducers,
              connections,
              store,
              new NodeMetrics(resources.clock().instant()),
              numbers);
      NodeFolder folder = new NodeFolder(directory.path(), configuration.staticDirectory());
      LogMessages messages = new LogMessages(resources.clock());
      WebGateway gateway =
          open(grid, status, configuration, web, history, folder, messages, plugins, resources);
      String url = web.url(gateway.port());
      directory.writeNodeUrl(url);
      ProgramLog.Listener lines = messages::line;
      ProgramLog.feed(lines);
      return new ClientService(connections, gateway, lines, url);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException("interrupted while starting", e);
    }
  }

  private static WebGateway open(
      Grid grid,
      NodeStatus status,
      NodeConfiguration configuration,
      WebEndpoint web,
      History history,
      NodeFolder folder,
      LogMessages messages,
      Map<String, HttpServer.Handlers> plugins,
      NodeResources resources)
      throws NodeException {
    try {
      return WebGateway.start(
          new WebGateway.Settings(
              grid,
              status,
              configuration.encoding(),
              WebDoors.of(web),
              resources.clock(),
              resources.memory(),
              history,
              folder,
              messages,
              plugins));
    } catch (IOException e) {
      throw new NodeException(
          ("the web API cannot listen on port %d: %s. Is another program using the port? Stop it,"
                  + " or choose another with web.port in tahoe.cfg")
              .formatted(web.place().port(), e.getMessage()),
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
  }

  private record Status(
      String nickname,
      String nodeId,
      Supplier<List<String>> known,
      KnownServers connections,
      Optional<ShareStore> store,
      NodeMetrics process,
      Numbers numbers)
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
      return store.map(ShareStore::report);
    }

    @Override
    public Optional<List<ShareLease>> leases(StorageIndex index)
        throws IOException, InterruptedException {
      return store.isPresent() ? Optional.of(store.get().leases(index)) : Optional.empty();
    }

    @Override
    public List<Metric> metrics() {
      List<Metric> metrics = new ArrayList<>(process.ofProcess());
      metrics.addAll(
          NodeMetrics.ofClient(connections.statuses().size(), connections.connected().size()));
      storage().ifPresent(report -> metrics.addAll(NodeMetrics.ofStorage(report)));
      return metrics;
    }

    @Override
    public StatisticsReport statistics() {
      return numbers.all().report();
    }

    @Override
    public Optional<HelperStatistics> helper() {
      return numbers.helper().map(AssistanceService::statistics);
    }
  }
}
