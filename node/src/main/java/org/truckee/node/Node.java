package org.truckee.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.Inventory;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.node.directory.PidFile;
import org.truckee.storage.upkeep.StorageFigures;
import org.truckee.storage.upkeep.StorageReport;
import org.truckee.wire.introducer.AnnouncedServer;

/**
 * A running node ({@code spec/09 §6}): a storage server, a client with its web API, both, or an
 * introducer, as its directory says.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Path directory;
  private final Deque<AutoCloseable> parts;
  private final List<String> notices;
  private final Services services;

  /**
   * What runs in a node.
   *
   * @param storage its storage server
   * @param client its client
   * @param servers the servers that its client knows
   * @param status its status page apart from the web API
   * @param location tries whether it is reached, if it wants to be
   * @param introducer what introduces others
   * @param sftp its SFTP server
   */
  record Services(
      Optional<StorageService> storage,
      Optional<ClientService> client,
      Optional<KnownServers> servers,
      Optional<StatusService> status,
      Optional<LocationProbe> location,
      Optional<IntroducerService> introducer,
      Optional<SftpService> sftp) {}

  Node(Path directory, Deque<AutoCloseable> parts, List<String> notices, Services services) {
    this.directory = directory;
    this.parts = parts;
    this.notices = List.copyOf(notices);
    this.services = services;
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
   * Starts a node, and says how far it is.
   *
   * @param told is told, in words, what was found of an earlier process, and that no other has the
   *     directory
   */
  static Node start(Path directory, NodeResources resources, Consumer<String> told)
      throws NodeException {
    return start(directory, resources, OptionalInt.empty(), told);
  }

  /**
   * Starts a node with another port for the web API than its configuration has.
   *
   * @param webPort only looked at if the node has a web API
   */
  static Node start(Path path, NodeResources resources, OptionalInt webPort) throws NodeException {
    return start(path, resources, webPort, _ -> {});
  }

  private static Node start(
      Path path, NodeResources resources, OptionalInt webPort, Consumer<String> told)
      throws NodeException {
    NodeDirectory directory = NodeDirectory.open(path, resources.random(), resources.clock());
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    PidFile pidFile = PidFile.take(path);
    parts.push(pidFile);
    try {
      pidFile.leftover().ifPresent(told);
      told.accept("running node in '" + directory.path() + "'");
      Inventory inventory = directory.inventory();
      inventory.check();
      return switch (directory.kind()) {
        case CLIENT -> new Start(directory, inventory, parts, resources).client(webPort);
        case INTRODUCER -> new Start(directory, inventory, parts, resources).introducer(webPort);
      };
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
    if (services.introducer().isPresent()) {
      return services.introducer().get().webPort();
    }
    return services.client().isPresent()
        ? OptionalInt.of(services.client().get().port())
        : OptionalInt.empty();
  }

  /** Where programs on this machine reach its web API, if it has one. */
  public Optional<String> webUrl() {
    return services
        .client()
        .map(ClientService::url)
        .or(() -> services.introducer().flatMap(IntroducerService::webUrl));
  }

  /** How many storage servers its client has connected to. */
  public int connectedServers() {
    return services.client().map(ClientService::connectedServers).orElse(0);
  }

  /**
   * Tells its client of a storage server while it runs; one that it knows by the same name is
   * replaced. Operations that begin later use it once it answers. It is not written down. Nothing
   * happens if the node has no client.
   */
  public void addServer(AnnouncedServer server) {
    services.servers().ifPresent(known -> known.put(server));
  }

  /** Has its client forget a storage server, if it knows one by that name. */
  public void removeServer(String id) {
    services.servers().ifPresent(known -> known.remove(id));
  }

  /**
   * Waits until its client knows servers and has connected to them, but not longer than the limit.
   */
  void awaitServers(Collection<String> ids, Duration limit) throws NodeException {
    try {
      if (services.servers().isPresent()) {
        services.servers().get().awaitKnown(ids, limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException("interrupted while connecting to storage servers", e);
    }
  }

  /** What clients have to know of its storage server, if it has one. */
  public Optional<AnnouncedServer> announcement() {
    return services.storage().map(StorageService::announcement);
  }

  /** The port of its storage server, if it has one. */
  public OptionalInt storagePort() {
    return services.storage().isPresent()
        ? OptionalInt.of(services.storage().get().port())
        : OptionalInt.empty();
  }

  /** The port of its status page and metrics, if they have one of their own. */
  public OptionalInt statusPort() {
    return services.status().isPresent()
        ? OptionalInt.of(services.status().get().port())
        : OptionalInt.empty();
  }

  /** The port of its SFTP server, if it has one. */
  public OptionalInt sftpPort() {
    return services.sftp().isPresent()
        ? OptionalInt.of(services.sftp().get().port())
        : OptionalInt.empty();
  }

  /** The statistics of its storage server, if it has one ({@code spec/04 §15}). */
  public Optional<StorageFigures> storageFigures() {
    return services.storage().map(service -> service.store().figures());
  }

  /** How its storage server is, if it has one ({@code spec/04 §16}). */
  public Optional<StorageReport> storageReport() {
    return services.storage().map(service -> service.store().report());
  }

  /** What tries whether it is reached where it says that it is; empty if nobody shall reach it. */
  public Optional<LocationProbe> location() {
    return services.location();
  }

  /** Whether it is an introducer. */
  public boolean isIntroducer() {
    return services.introducer().isPresent();
  }

  /** Where others find the introducer that it is, if it is one. It is a secret. */
  public Optional<String> introducerFurl() {
    return services.introducer().map(IntroducerService::furl);
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
