package org.truckee.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.Ed25519Key;
import org.truckee.crypto.NodeCertificate;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeConfiguration.StorageSettings;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.Inventory;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.node.directory.PidFile;
import org.truckee.node.directory.StaticServers;
import org.truckee.wire.introducer.AnnouncedServer;

/**
 * A running node ({@code spec/09 §6}): the storage server, the client with its web API, or both, as
 * its directory says.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Path directory;
  private final Deque<AutoCloseable> parts;
  private final List<String> notices;
  private final Optional<StorageService> storage;
  private final Optional<ClientService> client;

  private Node(
      Path directory,
      Deque<AutoCloseable> parts,
      List<String> notices,
      Optional<StorageService> storage,
      Optional<ClientService> client) {
    this.directory = directory;
    this.parts = parts;
    this.notices = notices;
    this.storage = storage;
    this.client = client;
  }

  /**
   * Starts the node of a directory.
   *
   * @throws NodeException if the directory is none, is in use, has a configuration that cannot be
   *     followed, or if a port is taken; nothing is left running then
   */
  public static Node start(Path directory, NodeResources resources) throws NodeException {
    return start(directory, resources, OptionalInt.empty());
  }

  /**
   * Starts a node with another port for the web API than its configuration has.
   *
   * @param webPort only looked at if the node has a web API
   */
  static Node start(Path path, NodeResources resources, OptionalInt webPort) throws NodeException {
    NodeDirectory directory = NodeDirectory.open(path, resources.random(), resources.clock());
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    parts.push(PidFile.take(path));
    try {
      Inventory inventory = directory.inventory();
      inventory.check();
      NodeConfiguration configuration = NodeConfiguration.read(directory.path());
      StaticServers servers = directory.staticServers();
      NodeCertificate certificate = directory.certificate();
      Ed25519Key key = directory.signingKey();
      Optional<StorageService> storage = Optional.empty();
      Optional<Path> shares = configuration.storage().map(StorageSettings::directory);
      if (shares.isPresent()) {
        inventory.checkStorage(shares.get());
        storage =
            Optional.of(
                StorageService.start(directory, configuration, certificate, key, resources));
        parts.push(storage.get());
      }
      Optional<ClientService> client = Optional.empty();
      if (configuration.web().isPresent()) {
        Endpoint web = configuration.web().get();
        Endpoint door = new Endpoint(web.address(), webPort.orElse(web.port()));
        client =
            Optional.of(ClientService.start(directory, configuration, door, servers, resources));
        parts.push(client.get());
      }
      inventory.note(shares);
      List<String> notices = new ArrayList<>(configuration.notices());
      notices.addAll(servers.problems());
      return new Node(directory.path(), parts, List.copyOf(notices), storage, client);
    } catch (NodeException | RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  /** The node's directory. */
  public Path directory() {
    return directory;
  }

  /** What its operator should know: options without effect, servers that cannot be used. */
  public List<String> notices() {
    return notices;
  }

  /** The port of its web API, if it has one. */
  public OptionalInt webPort() {
    return client.isPresent() ? OptionalInt.of(client.get().port()) : OptionalInt.empty();
  }

  /** Where programs on this machine reach its web API, if it has one. */
  public Optional<String> webUrl() {
    return client.map(ClientService::url);
  }

  /** How many storage servers its client has connected to. */
  public int connectedServers() {
    return client.map(ClientService::connectedServers).orElse(0);
  }

  /**
   * Tells its client of a storage server while it runs; one that it knows by the same name is
   * replaced. Operations that begin later use it once it answers. It is not written down. Nothing
   * happens if the node has no client.
   */
  public void addServer(AnnouncedServer server) {
    client.ifPresent(known -> known.servers().put(server));
  }

  /** Has its client forget a storage server, if it knows one by that name. */
  public void removeServer(String id) {
    client.ifPresent(known -> known.servers().remove(id));
  }

  /**
   * Waits until its client has connected to servers that it knows, but not longer than the limit.
   */
  void awaitServers(Collection<String> ids, Duration limit) throws NodeException {
    try {
      if (client.isPresent()) {
        client.get().servers().awaitConnected(ids, limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException("interrupted while connecting to storage servers", e);
    }
  }

  /** What clients have to know of its storage server, if it has one. */
  public Optional<AnnouncedServer> announcement() {
    return storage.map(StorageService::announcement);
  }

  /** The port of its storage server, if it has one. */
  public OptionalInt storagePort() {
    return storage.isPresent() ? OptionalInt.of(storage.get().port()) : OptionalInt.empty();
  }

  /** Stops it: first the door for users, then what they used, last its claim to the directory. */
  @Override
  public void close() {
    closeAll(parts);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      close(parts.pop());
    }
  }

  /** Closes one of many things of which each must be closed, whatever happens to the others. */
  static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.error("a part of the node did not stop in good order", e);
    }
  }
}
