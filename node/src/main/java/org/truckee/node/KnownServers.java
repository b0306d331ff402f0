package org.truckee.node;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.truckee.grid.GridServer;
import org.truckee.grid.Servers;
import org.truckee.web.api.ServerStatus;
import org.truckee.wire.ServerConnection;
import org.truckee.wire.gridmanager.GridManagers;
import org.truckee.wire.introducer.AnnouncedServer;

/**
 * All storage servers that a client knows; to its grid, those that answer. Servers can come, change
 * and go while it runs: an operation works with those that are known when it asks ({@code spec/07
 * §4.3}). Thread-safe.
 */
final class KnownServers implements Servers, AutoCloseable {
  private final Connector connector;
  private final GridManagers managers;
  private final Clock clock;
  private final Map<String, KnownServer> servers = new LinkedHashMap<>();
  private volatile List<KnownServer> snapshot = List.of();
  private boolean closed;

  /** Makes watches over servers. */
  @FunctionalInterface
  interface Connector {
    /**
     * One that has not begun.
     *
     * @param whenConnected is run whenever the server has been found, if that was not easy
     */
    ServerConnection watch(AnnouncedServer server, Runnable whenConnected);
  }

  /** Knows nobody yet, and gives shares to everybody. */
  KnownServers(Connector connector) {
    this(connector, GridManagers.NONE, Clock.systemUTC());
  }

  /**
   * Knows nobody yet.
   *
   * @param managers who decides which servers are given new shares
   * @param clock by which their certificates expire
   */
  KnownServers(Connector connector, GridManagers managers, Clock clock) {
    this.connector = connector;
    this.managers = managers;
    this.clock = clock;
  }

  /** One server was found: the network may be back, so all others are looked for at once. */
  private void hurry() {
    snapshot.forEach(KnownServer::hurry);
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
    GridManagers.Permission permission =
        managers.permission(announced.id(), announced.certificates().orElse(List.of()));
    KnownServer known =
        new KnownServer(
            announced,
            connector.watch(announced, this::hurry),
            () -> permission.holds(clock.instant()));
    servers.put(announced.id(), known);
    changed();
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
    changed();
    old.close();
    return true;
  }

  private void changed() {
    snapshot = List.copyOf(servers.values());
    notifyAll();
  }

  /**
   * Waits until servers with these names are known and answer, but not longer than {@code limit}.
   */
  void awaitKnown(Collection<String> ids, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (this) {
      while (!servers.keySet().containsAll(ids) && deadline - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
      }
    }
    awaitConnected(ids, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
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
