package org.truckee.conformance.live;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.truckee.bench.nodes.Encoding;
import org.truckee.bench.nodes.NodeDirectory;
import org.truckee.bench.nodes.ProcessGrid;
import org.truckee.bench.nodes.RunningNode;
import org.truckee.bench.nodes.ServerAnnouncement;
import org.truckee.bench.nodes.WebApi;

/**
 * Five storage servers of one program and, as tests ask for them, clients of both programs that use
 * them. All clients have the same convergence secret.
 */
final class SharedGrid implements AutoCloseable {

  static final int SERVERS = 5;

  /** One share on each server, any three of them enough. */
  static final Encoding ONE_SHARE_EACH = new Encoding(3, SERVERS, SERVERS);

  private static final String CONVERGENCE = "a".repeat(52);

  private record ClientKind(Program program, Encoding encoding) {
    String directoryName() {
      return "%s-%d-of-%d".formatted(program.label(), encoding.needed(), encoding.total());
    }
  }

  private final Path root;
  private final ProcessGrid nodes;
  private final List<ServerAnnouncement> announcements;
  private final Map<ClientKind, RunningNode> clients = new HashMap<>();
  private Program serverProgram;

  private SharedGrid(Path root, ProcessGrid nodes, Program serverProgram) throws IOException {
    this.root = root;
    this.nodes = nodes;
    this.serverProgram = serverProgram;
    this.announcements = nodes.announcements();
  }

  static SharedGrid start(Path root, Program serverProgram)
      throws IOException, InterruptedException {
    ProcessGrid nodes = new ProcessGrid(root, Set.of());
    try {
      nodes.startServers(serverProgram.installed(), SERVERS);
      return new SharedGrid(root, nodes, serverProgram);
    } catch (IOException | InterruptedException | RuntimeException e) {
      nodes.close();
      throw e;
    }
  }

  /** A client of that program, with one share for each server. */
  WebApi client(Program program) throws IOException, InterruptedException {
    return client(program, ONE_SHARE_EACH);
  }

  /** A client of that program that encodes in that way, connected to all servers. */
  WebApi client(Program program, Encoding encoding) throws IOException, InterruptedException {
    ClientKind kind = new ClientKind(program, encoding);
    RunningNode running = clients.get(kind);
    if (running == null) {
      running = startClient(kind.directoryName(), program, encoding);
      clients.put(kind, running);
    }
    return running.awaitServers(announcements.size());
  }

  /** A client for one test alone, which may stop it and start it with the other program. */
  RunningNode startClient(String name, Program program) throws IOException {
    return startClient(name, program, ONE_SHARE_EACH);
  }

  /** An upload helper for one test alone. */
  RunningNode startHelper(String name, Program program) throws IOException {
    NodeDirectory directory =
        NodeDirectory.helper(root.resolve(name), ONE_SHARE_EACH, announcements);
    return nodes.startClient(program.forLargeFiles(), directory);
  }

  /** A client for one test alone that uploads through a helper. */
  RunningNode startClient(String name, Program program, RunningNode helper) throws IOException {
    NodeDirectory directory =
        NodeDirectory.client(root.resolve(name), ONE_SHARE_EACH, announcements, Set.of());
    directory.useConvergenceSecret(CONVERGENCE);
    directory.helpedBy(helper.directory().helperFurl());
    return nodes.startClient(program.forLargeFiles(), directory);
  }

  private RunningNode startClient(String name, Program program, Encoding encoding)
      throws IOException {
    NodeDirectory directory =
        NodeDirectory.client(root.resolve(name), encoding, announcements, Set.of());
    directory.useConvergenceSecret(CONVERGENCE);
    return nodes.startClient(program.installed(), directory);
  }

  /** Stops all servers and starts the given program in their directories. */
  void serveWith(Program program) throws IOException, InterruptedException {
    serverProgram = program;
    nodes.servers().forEach(RunningNode::askToStop);
    for (RunningNode server : nodes.servers()) {
      server.startAgain(program.installed());
    }
    for (RunningNode server : nodes.servers()) {
      server.awaitWeb();
    }
  }

  /** Stops some servers, by their numbers from 0, while the work is done. */
  void without(Set<Integer> stopped, Work work) throws IOException, InterruptedException {
    List<RunningNode> servers = stopped.stream().map(nodes.servers()::get).toList();
    servers.forEach(RunningNode::askToStop);
    servers.forEach(RunningNode::close);
    try {
      work.run();
    } finally {
      for (RunningNode server : servers) {
        server.startAgain(serverProgram.installed());
      }
      for (RunningNode server : servers) {
        server.awaitWeb();
      }
    }
  }

  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** What the servers keep of a file. */
  StoredShares stored(String storageIndex) throws IOException {
    return StoredShares.of(nodes.servers(), storageIndex);
  }

  /** One server loses what it has of a file. */
  void loseShare(String storageIndex) throws IOException {
    for (RunningNode server : nodes.servers()) {
      Path bucket = StoredShares.bucket(server, storageIndex);
      if (Files.isDirectory(bucket)) {
        try (DirectoryStream<Path> shares = Files.newDirectoryStream(bucket)) {
          for (Path share : shares) {
            Files.delete(share);
          }
        }
        Files.delete(bucket);
        return;
      }
    }
    throw new IOException("no server has a share of " + storageIndex);
  }

  /** The end of what each node printed. */
  String logs() {
    return Stream.concat(nodes.servers().stream(), nodes.clients().stream())
        .map(node -> "--- %s%n%s%n".formatted(node.directory().path(), node.logTail()))
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    nodes.close();
  }
}
