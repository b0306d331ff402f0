package org.truckee.conformance.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.truckee.bench.nodes.Encoding;
import org.truckee.bench.nodes.NodeDirectory;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.RunningNode;
import org.truckee.bench.nodes.WebApi;

/**
 * A grid whose nodes find one another: an introducer of one program, four storage servers, two of
 * each, and a client of each.
 */
final class IntroducedGrid implements AutoCloseable {

  static final int SERVERS = 4;

  private static final Encoding ENCODING = new Encoding(2, 4, 4);
  private static final String CONVERGENCE = "a".repeat(52);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

  /** The ends of the logs of the grids that were closed last, for tests that fail. */
  private static final ConcurrentLinkedQueue<String> LAST_LOGS = new ConcurrentLinkedQueue<>();

  private final Path root;
  private final List<RunningNode> servers = new ArrayList<>();
  private final Map<Program, RunningNode> clients = new EnumMap<>(Program.class);
  private final Map<RunningNode, Program> programs = new HashMap<>();
  private RunningNode introducer;
  private String furl;

  private IntroducedGrid(Path root) {
    this.root = root;
  }

  /** Prints the logs of the nodes when a test has failed. */
  static final class Logs implements AfterTestExecutionCallback {
    @Override
    public void afterTestExecution(ExtensionContext context) {
      if (context.getExecutionException().isPresent()) {
        LAST_LOGS.forEach(System.out::println);
      }
      LAST_LOGS.clear();
    }
  }

  /** Starts the introducer. */
  static IntroducedGrid start(Path root, Program program) throws IOException, InterruptedException {
    IntroducedGrid grid = new IntroducedGrid(root);
    try {
      grid.introducer = grid.run(program, NodeDirectory.introducer(root.resolve("introducer")));
      grid.introducer.awaitWeb();
      grid.furl = grid.introducer.directory().introducerFurl();
      return grid;
    } catch (IOException | InterruptedException | RuntimeException e) {
      grid.close();
      throw e;
    }
  }

  private RunningNode run(Program program, NodeDirectory directory) throws IOException {
    RunningNode node = RunningNode.start(program.installed(), directory);
    programs.put(node, program);
    return node;
  }

  /** Starts the servers, of both programs in turn. */
  void addServers(Set<NodeDirectory.Option> options) throws IOException, InterruptedException {
    addServers(Collections.nCopies(SERVERS, options));
  }

  /** Starts a server with each of these options, of both programs in turn. */
  void addServers(List<Set<NodeDirectory.Option>> options)
      throws IOException, InterruptedException {
    for (Set<NodeDirectory.Option> chosen : options) {
      int number = servers.size();
      Program program = Program.values()[number % Program.values().length];
      Path path = root.resolve("server-%d".formatted(number));
      servers.add(run(program, NodeDirectory.storageServer(path, chosen).introducedBy(furl)));
    }
    for (RunningNode server : servers) {
      server.awaitWeb();
    }
  }

  /** Starts a client of each program and waits until they have found the servers. */
  Map<Program, WebApi> addClients(Set<NodeDirectory.Option> options)
      throws IOException, InterruptedException {
    for (Program program : Program.values()) {
      addClient(program, ENCODING, options);
    }
    return awaitClients();
  }

  /** Starts a client. */
  void addClient(Program program, Encoding encoding, Set<NodeDirectory.Option> options)
      throws IOException {
    Path path = root.resolve("client-" + program.label());
    NodeDirectory directory = NodeDirectory.client(path, encoding, List.of(), options);
    directory.useConvergenceSecret(CONVERGENCE);
    Files.delete(path.resolve("private/servers.yaml"));
    clients.put(program, run(program, directory.introducedBy(furl)));
  }

  /** Waits until the clients are connected with all servers. */
  Map<Program, WebApi> awaitClients() throws IOException, InterruptedException {
    Map<Program, WebApi> web = new EnumMap<>(Program.class);
    for (Program program : clients.keySet()) {
      web.put(program, clients.get(program).awaitServers(servers.size()));
    }
    return web;
  }

  RunningNode client(Program program) {
    return clients.get(program);
  }

  Program programOf(RunningNode node) {
    return programs.get(node);
  }

  List<RunningNode> servers() {
    return List.copyOf(servers);
  }

  List<RunningNode> all() {
    List<RunningNode> all = new ArrayList<>(programs.keySet());
    all.remove(introducer);
    all.addFirst(introducer);
    return all;
  }

  /** Stops every node and starts the other program in its directory. */
  void changeHands() throws IOException, InterruptedException {
    for (RunningNode node : all()) {
      Program other = programs.get(node) == Program.REFERENCE ? Program.TRUCKEE : Program.REFERENCE;
      programs.put(node, other);
      node.startAgain(other.installed());
      node.awaitWeb();
    }
  }

  /** Starts a program in the directory of a server that has been killed. */
  void startAgain(RunningNode server, Program program) throws IOException {
    programs.put(server, program);
    server.startAgain(program.installed());
  }

  /** Stops the servers and starts them at other ports. */
  void moveServers() throws IOException, InterruptedException {
    for (RunningNode server : servers) {
      server.close();
      server.directory().moveToAnotherPort();
      server.startAgain(programs.get(server).installed());
    }
    for (RunningNode server : servers) {
      server.awaitWeb();
    }
  }

  /** Waits until a client reads a file. */
  void awaitContents(Program program, String cap, Payload contents)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    WebApi web = clients.get(program).awaitServers(SERVERS);
    while (true) {
      try {
        web.requireContents(cap, contents);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
      }
    }
  }

  private String logs() {
    return programs.keySet().stream()
        .map(
            node ->
                "--- %s (%s)%n%s%n"
                    .formatted(node.directory().path(), programs.get(node), node.logTail()))
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    LAST_LOGS.add(logs());
    programs.keySet().forEach(RunningNode::askToStop);
    programs.keySet().forEach(RunningNode::close);
  }
}
