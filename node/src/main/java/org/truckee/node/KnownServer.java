package org.truckee.node;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.truckee.crypto.Base32;
import org.truckee.grid.GridServer;
import org.truckee.node.directory.StaticServer;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.StorageServer;
import org.truckee.web.api.ServerStatus;
import org.truckee.wire.http.ClientLimits;
import org.truckee.wire.http.ConnectionStatus;
import org.truckee.wire.http.ServerConnection;

/** A storage server that a client knows, and its connection, there or not. */
final class KnownServer implements AutoCloseable {
  private final StaticServer server;
  private final ServerConnection connection;

  KnownServer(StaticServer server, NodeResources resources) {
    this.server = server;
    this.connection =
        new ServerConnection(
            resources.transport(),
            server.nurls(),
            ClientLimits.defaults(),
            ServerConnection.PollOptions.defaults(),
            resources.clock());
  }

  void start() {
    connection.start();
  }

  void awaitConnected(Duration limit) throws InterruptedException {
    connection.awaitConnected(limit);
  }

  /** The server as a member of the grid, while it answers. */
  Optional<GridServer> connected() {
    return connection.status().connected()
        ? connection.server().map(this::member)
        : Optional.empty();
  }

  private GridServer member(StorageServer storage) {
    return new GridServer(
        server.id(),
        server.nickname(),
        Base32.decodeLenient(server.permutationSeed()),
        server.furl().tubId().bytes(),
        storage,
        true);
  }

  /** How it stands with it, for people. */
  ServerStatus status() {
    ConnectionStatus now = connection.status();
    Optional<ServerVersion> version = now.version();
    return new ServerStatus(
        server.id().longName(),
        server.nickname(),
        now.connected(),
        now.summary(),
        now.lastContact(),
        version.isPresent()
            ? OptionalLong.of(version.get().availableSpace())
            : OptionalLong.empty(),
        version.map(ServerVersion::applicationVersion));
  }

  @Override
  public void close() {
    connection.close();
  }
}
