package org.truckee.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.truckee.grid.GridServer;
import org.truckee.grid.Servers;
import org.truckee.node.directory.StaticServer;
import org.truckee.web.api.ServerStatus;

/** All storage servers that a client knows; to its grid, those that answer. */
final class KnownServers implements Servers, AutoCloseable {
  private final List<KnownServer> servers;

  private KnownServers(List<KnownServer> servers) {
    this.servers = servers;
  }

  /** Begins to connect to all of them. */
  static KnownServers start(List<StaticServer> servers, NodeResources resources) {
    List<KnownServer> known =
        servers.stream().map(server -> new KnownServer(server, resources)).toList();
    known.forEach(KnownServer::start);
    return new KnownServers(known);
  }

  /** Waits until all answer, but not longer than {@code limit}. */
  void awaitConnected(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (KnownServer server : servers) {
      server.awaitConnected(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
  }

  @Override
  public List<GridServer> connected() {
    return servers.stream().map(KnownServer::connected).flatMap(Optional::stream).toList();
  }

  /** How it stands with each. */
  List<ServerStatus> statuses() {
    return servers.stream().map(KnownServer::status).toList();
  }

  @Override
  public void close() {
    servers.forEach(KnownServer::close);
  }
}
