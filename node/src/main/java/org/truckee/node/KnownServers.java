package org.truckee.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.truckee.grid.GridServer;
import org.truckee.grid.Servers;
import org.truckee.web.api.ServerStatus;
import org.truckee.wire.ServerConnection;
import org.truckee.wire.introducer.AnnouncedServer;

/**
 * All storage servers that a client knows; to its grid, those that answer. Servers can come, change
 * and go while it runs: an operation works with those that are known when it asks ({@code spec/07
 * §4.3}). Thread-safe.
 */
final class KnownServers implements Servers, AutoCloseable {
  private final Function<AnnouncedServer, ServerConnection> connector;
  private final Map<String, KnownServer> servers = new LinkedHashMap<>();
  private volatile List<KnownServer> snapshot = List.of();
  private boolean closed;

  /**
   * Knows nobody yet.
   *
   * @param connector makes a watch over a server, not begun
   */
  KnownServers(Function<AnnouncedServer, ServerConnection> connector) {
    this.connector = connector;
  }

  /**
   * Gets to know a server and begins to connect to it. One that is known by the same name is
   * replaced, unless nothing has changed.
   */
  synchronized void put(AnnouncedServer announced) {
    KnownServer old = servers.get(announced.id());
    if (closed || old != null && old.announced().equals(announced)) {
      return;
    }
    KnownServer known = new KnownServer(announced, connector.apply(announced));
    servers.put(announced.id(), known);
    snapshot = List.copyOf(servers.values());
    known.start();
    if (old != null) {
      old.close();
    }
  }

  /**
   * Forgets a server: no operation that begins from now on uses it.
   *
   * @return whether it was known
   */
  synchronized boolean remove(String id) {
    KnownServer old = servers.remove(id);
    if (old == null) {
      return false;
    }
    snapshot = List.copyOf(servers.values());
    old.close();
    return true;
  }

  /** Waits until all that are known now answer, but not longer than {@code limit}. */
  void awaitConnected(Duration limit) throws InterruptedException {
    awaitConnected(snapshot, limit);
  }

  /** Waits until the servers with these names answer, but not longer than {@code limit}. */
  void awaitConnected(Collection<String> ids, Duration limit) throws InterruptedException {
    List<KnownServer> wanted = new ArrayList<>(snapshot);
    wanted.removeIf(server -> !ids.contains(server.announced().id()));
    awaitConnected(wanted, limit);
  }

  private static void awaitConnected(List<KnownServer> wanted, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (KnownServer server : wanted) {
      server.awaitConnected(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
  }

  @Override
  public List<GridServer> connected() {
    return snapshot.stream().map(KnownServer::connected).flatMap(Optional::stream).toList();
  }

  /** How it stands with each. */
  List<ServerStatus> statuses() {
    return snapshot.stream().map(KnownServer::status).toList();
  }

  @Override
  public synchronized void close() {
    closed = true;
    servers.values().forEach(KnownServer::close);
  }
}
