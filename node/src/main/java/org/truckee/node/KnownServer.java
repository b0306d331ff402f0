package org.truckee.node;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.truckee.crypto.Base32;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.StorageServer;
import org.truckee.web.api.ServerStatus;
import org.truckee.wire.ConnectionStatus;
import org.truckee.wire.ServerConnection;
import org.truckee.wire.introducer.AnnouncedServer;

/** A storage server that a client knows, and its connection, there or not. */
final class KnownServer implements AutoCloseable {
  private final AnnouncedServer announced;
  private final ServerConnection connection;
  private final BooleanSupplier uploadPermitted;

  /**
   * A server.
   *
   * @param uploadPermitted whether it may be given new shares at the moment
   */
  KnownServer(
      AnnouncedServer announced, ServerConnection connection, BooleanSupplier uploadPermitted) {
    this.announced = announced;
    this.connection = connection;
    this.uploadPermitted = uploadPermitted;
  }

  /** What it says of itself. */
  AnnouncedServer announced() {
    return announced;
  }

  void start() {
    connection.start();
  }

  /** Looks for it at once, unless it answers. */
  void hurry() {
    if (!connection.status().connected()) {
      connection.tryNow();
    }
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
        new ServerId(announced.id()),
        announced.nickname(),
        Base32.decodeLenient(announced.permutationSeed()),
        announced.tubId().bytes(),
        storage,
        uploadPermitted.getAsBoolean());
  }

  /** How it stands with it, for people. */
  ServerStatus status() {
    ConnectionStatus now = connection.status();
    Optional<ServerVersion> version = now.version();
    return new ServerStatus(
        announced.id(),
        announced.nickname(),
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
