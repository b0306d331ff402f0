package org.truckee.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.truckee.grid.EncodingParameters;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.config.GridFile;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NewNode;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.wire.introducer.AnnouncedServer;

/**
 * A whole grid in one process: an introducer, storage servers and a client, each with a node
 * directory of its own, talking the real protocols over the loopback interface. Nodes of other
 * processes can join it.
 *
 * <p>Below the grid's directory lie {@code introducer}, {@code server-01}, {@code server-02}, … and
 * {@code client}, and {@code truckee.cfg}, by which it is known to be a grid of ours.
 */
public final class EmbeddedGrid implements AutoCloseable {
  /** The name of the client's directory. */
  public static final String CLIENT = "client";

  /** The name of the introducer's directory. */
  public static final String INTRODUCER = "introducer";

  /** How many servers a new grid has if nobody says otherwise. */
  public static final int DEFAULT_SERVERS = 10;

  /** Where the web API of a new grid listens if nobody says otherwise. */
  public static final int DEFAULT_PORT = 3456;

  /**
   * The servers are in this very process, so all of them answer soon; longer than this only a
   * machine takes that has something else to do.
   */
  private static final Duration TO_CONNECT = Duration.ofSeconds(60);

  private static final int MAX_SERVERS = 200;
  private static final int LAST_PORT = 65535;

  private final Path directory;
  private final Deque<AutoCloseable> parts;
  private final List<Node> servers;
  private final Node client;

  /**
   * What somebody wants of a grid.
   *
   * @param directory where it lies, or shall lie
   * @param servers how many storage servers; what it has, or {@link #DEFAULT_SERVERS}, if absent
   * @param port of the web API, 0 for any; what it has, or {@link #DEFAULT_PORT}, if absent
   */
  public record Wish(Path directory, OptionalInt servers, OptionalInt port) {}

  private EmbeddedGrid(
      Path directory, Deque<AutoCloseable> parts, List<Node> servers, Node client) {
    this.directory = directory;
    this.parts = parts;
    this.servers = servers;
    this.client = client;
  }

  /** Where the grid of a user with such a home lies if nobody says otherwise. */
  public static Path defaultDirectory(Path home) {
    return home.resolve(".truckee").resolve("grid");
  }

  /** How a grid of so many servers spreads its files, if it is up to us. */
  static EncodingParameters encodingFor(int servers) {
    if (servers >= EncodingParameters.DEFAULT.total()) {
      return EncodingParameters.DEFAULT;
    }
    // As with ten servers: three tenths give a file back, seven tenths make an upload count.
    int needed = Math.max(1, (servers * 3 + 5) / 10);
    return EncodingParameters.of(needed, Math.max(needed, servers * 7 / 10), servers);
  }

  /**
   * Starts a grid, which is made if the directory is missing or empty. What is there is kept; more
   * servers than before are added.
   *
   * @throws NodeException if the directory holds something else, if the grid runs already, if a
   *     port is taken, or fewer servers are wanted than there are; nothing is left running then
   */
  public static EmbeddedGrid start(Wish wish, NodeResources resources) throws NodeException {
    Path directory = wish.directory().toAbsolutePath().normalize();
    int count = prepare(directory, wish, resources);
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      Node introducer = Node.start(directory.resolve(INTRODUCER), resources);
      parts.push(introducer);
      String furl = introducer.introducerFurl().orElseThrow();
      List<Node> servers = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        open(server(directory, i), resources).introduceBy(furl);
        servers.add(Node.start(server(directory, i), resources));
        parts.push(servers.getLast());
      }
      open(directory.resolve(CLIENT), resources).introduceBy(furl);
      forget(servers, directory.resolve(CLIENT), resources);
      Node client = Node.start(directory.resolve(CLIENT), resources, wish.port());
      parts.push(client);
      client.awaitServers(names(servers), TO_CONNECT);
      if (client.webPort().isEmpty()) {
        throw new ConfigurationException(
            "'%s' has no web.port: without it the grid has no door"
                .formatted(directory.resolve(CLIENT).resolve("tahoe.cfg")));
      }
      return new EmbeddedGrid(directory, parts, servers, client);
    } catch (NodeException | RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  private static List<String> names(List<Node> servers) {
    return servers.stream()
        .flatMap(server -> server.announcement().stream())
        .map(AnnouncedServer::id)
        .toList();
  }

  /** Makes what is missing; the number of servers. */
  private static int prepare(Path directory, Wish wish, NodeResources resources)
      throws NodeException {
    OptionalInt existing = GridFile.servers(directory);
    if (existing.isEmpty()) {
      refuseForeign(directory);
    }
    int count = wish.servers().orElse(existing.orElse(DEFAULT_SERVERS));
    if (count < 1 || count > MAX_SERVERS) {
      throw new NodeException(
          "a grid in one process has 1 to %d servers, not %d".formatted(MAX_SERVERS, count));
    }
    if (count < existing.orElse(0)) {
      throw new NodeException(
          ("the grid in '%s' has %d servers, and files may need them all: start it without"
                  + " --servers, or choose another directory with --dir")
              .formatted(directory, existing.getAsInt()));
    }
    FileLimit.check(count);
    int port = wish.port().orElse(DEFAULT_PORT);
    Path client = directory.resolve(CLIENT);
    if (!isNode(client)) {
      refuseTaken(port);
    }
    GridFile.write(directory, count);
    Set<Integer> given = new HashSet<>();
    makeServers(directory, count, port, given);
    if (!Files.exists(directory.resolve(INTRODUCER).resolve(NewNode.INTRODUCER_MARK))) {
      NewNode.introducer(portFor(port, given)).complete(directory.resolve(INTRODUCER));
    }
    if (!isNode(client)) {
      NewNode.client("client", port, encodingFor(count)).complete(client);
    }
    return count;
  }

  private static void makeServers(Path directory, int count, int webPort, Set<Integer> given)
      throws NodeException {
    for (int i = 1; i <= count; i++) {
      Path server = server(directory, i);
      if (!isNode(server)) {
        NewNode.storageServer("server-%02d".formatted(i), portFor(webPort, given)).complete(server);
      }
    }
  }

  private static int portFor(int webPort, Set<Integer> given) throws NodeException {
    int port = webPort == 0 ? anyFreePort(given) : freePortAfter(webPort, given);
    given.add(port);
    return port;
  }

  private static boolean isNode(Path directory) {
    return Files.exists(directory.resolve(NewNode.MARK));
  }

  private static Path server(Path directory, int number) {
    return directory.resolve("server-%02d".formatted(number));
  }

  private static void refuseForeign(Path directory) throws NodeException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      if (files.findAny().isPresent()) {
        throw new NodeException(
            "'%s' is not empty and no grid of Truckee's: choose another directory with --dir"
                .formatted(directory));
      }
    } catch (NodeException e) {
      throw e;
    } catch (IOException e) {
      throw new NodeException(
          "'%s' cannot be read as a directory: choose another one with --dir".formatted(directory),
          e);
    }
  }

  private static void refuseTaken(int port) throws NodeException {
    if (!isFree(port)) {
      throw new NodeException(
          "port %d is taken by another program: stop it, or choose another port with --port"
              .formatted(port));
    }
  }

  private static int anyFreePort(Set<Integer> given) throws NodeException {
    int port = NodeDirectory.freePort();
    while (given.contains(port)) {
      port = NodeDirectory.freePort();
    }
    return port;
  }

  /** Ports that are easy to remember, and that no outgoing connection takes by chance. */
  private static int freePortAfter(int webPort, Set<Integer> given) throws NodeException {
    for (int port = webPort + 1; port <= LAST_PORT; port++) {
      if (!given.contains(port) && isFree(port)) {
        return port;
      }
    }
    throw new NodeException(
        "there are no free ports above %d: choose a lower one with --port".formatted(webPort));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static NodeDirectory open(Path node, NodeResources resources) throws NodeException {
    return NodeDirectory.open(node, resources.random(), resources.clock());
  }

  /** Grids had no introducer once: the client was told of the servers by a file. */
  private static void forget(List<Node> servers, Path client, NodeResources resources)
      throws NodeException {
    NodeDirectory directory = open(client, resources);
    List<String> ours = names(servers);
    List<AnnouncedServer> known = directory.staticServers().servers();
    List<AnnouncedServer> others =
        known.stream().filter(server -> !ours.contains(server.id())).toList();
    if (others.size() < known.size()) {
      directory.writeStaticServers(others);
    }
  }

  /** The running storage servers. */
  public List<Node> servers() {
    return List.copyOf(servers);
  }

  /** The running client. */
  public Node client() {
    return client;
  }

  /** Where other nodes find the introducer, by which they join the grid. It is a secret. */
  public Path introducerFurlFile() {
    return directory.resolve(INTRODUCER).resolve("private").resolve("introducer.furl");
  }

  /** Where programs on this machine reach the client's web API. */
  public String webUrl() {
    return client.webUrl().orElseThrow();
  }

  /** The port of the client's web API. */
  public int webPort() {
    return client.webPort().orElseThrow();
  }

  /** Stops the client, then the servers, then the introducer. */
  @Override
  public void close() {
    closeAll(parts);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      Node.close(parts.pop());
    }
  }
}
