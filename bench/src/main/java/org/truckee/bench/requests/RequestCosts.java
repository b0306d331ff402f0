package org.truckee.bench.requests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.truckee.bench.nodes.Encoding;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.ProcessGrid;
import org.truckee.bench.nodes.RunningNode;
import org.truckee.bench.nodes.TruckeeProgram;
import org.truckee.bench.nodes.WebApi;

/**
 * Starts five servers and a client, each a process of its own, warms them up with rounds of mixed
 * requests, and prints for each kind of request what one costs the client and the servers together.
 * Arguments, all optional: {@code rounds=<n>} of warming up, {@code requests=<n>} of each kind in a
 * round, {@code measured=<n>} rounds after that, {@code megabytes=<n>} of the large file, {@code
 * traced=<n>} requests of each kind under {@code strace}, {@code calls=1} to name the system calls,
 * {@code jvm=<option>} for the nodes, {@code pause=<seconds>} before the measured rounds, in which
 * a recording can be started. When each kind of requests began and ended is printed for that, in
 * ms.
 */
public final class RequestCosts {
  private static final int SERVERS = 5;
  private static final Encoding ENCODING = new Encoding(3, 1, 10);
  private static final int SMALL = 10_000;
  private static final int RANGE = 64 << 10;
  private static final int MEDIUM = 2_500_000;

  /** Each is opened once. */
  private static final int MOST_FILES = 20;

  private static final int CHILDREN_OF_ONE = 20;

  private final WebApi web;
  private final int requests;
  private final List<String> medium = new ArrayList<>();
  private final List<String> small = new ArrayList<>();
  private final int largeSize;
  private final String large;
  private final List<String> directories = new ArrayList<>();
  private long seed;

  /** The kinds of requests, in an order in which none finds what another one has left open. */
  private enum Kind {
    PUT("put 10 kB"),
    FIRST_BYTE("first byte of 2.5 MB"),
    GET("get 10 kB"),
    RANGE_AGAIN("64 kB of a large file that is open"),
    MKDIR("mkdir"),
    ADD_CHILD("add child");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private RequestCosts(WebApi web, int requests, int largeSize) throws IOException {
    this.web = web;
    this.requests = requests;
    this.largeSize = largeSize;
    large = web.put(new Payload(largeSize, seed++));
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int requests = number(arguments, "requests", 200);
    TruckeeProgram program = TruckeeProgram.ofThisCheckout();
    for (String argument : arguments) {
      if (argument.startsWith("jvm=")) {
        program = program.with(argument.substring("jvm=".length()));
      }
    }
    Path root = Files.createTempDirectory("truckee-requests");
    try (ProcessGrid grid = new ProcessGrid(root, Set.of())) {
      List<RunningNode> servers = grid.startServers(program, SERVERS);
      WebApi web = grid.startClient("client", program, ENCODING, grid.announcements());
      RequestCosts costs =
          new RequestCosts(web, requests, number(arguments, "megabytes", 100) * 1_000_000);
      for (int i = 0; i < number(arguments, "rounds", 10); i++) {
        costs.round(requests);
      }
      RunningNode client = grid.clients().getFirst();
      System.out.println("client " + client.pid() + ", a server " + servers.getFirst().pid());
      TimeUnit.SECONDS.sleep(number(arguments, "pause", 0));
      costs.measure(client, servers, number(arguments, "measured", 3));
      int traced = number(arguments, "traced", 40);
      if (traced > 0) {
        costs.trace(client, servers, traced, root, number(arguments, "calls", 0) == 1);
      }
    } finally {
      delete(root);
    }
  }

  private void round(int times) throws IOException {
    for (Kind kind : Kind.values()) {
      prepare(kind, times);
      repeat(kind, times);
    }
  }

  private void repeat(Kind kind, int times) throws IOException {
    for (int i = 0; i < times(kind, times); i++) {
      once(kind, i);
    }
  }

  /** Makes what a kind of requests uses up. */
  private void prepare(Kind kind, int times) throws IOException {
    if (kind == Kind.FIRST_BYTE) {
      for (int i = 0; i < times(kind, times); i++) {
        medium.add(web.put(new Payload(MEDIUM, seed++)));
      }
    }
  }

  private static int times(Kind kind, int times) {
    return switch (kind) {
      // Each takes an RSA key, so that a tenth of them takes as long as all the others.
      case MKDIR -> Math.min(times, Math.max(times / 8, 2 + times / CHILDREN_OF_ONE));
      case FIRST_BYTE -> Math.min(times, MOST_FILES);
      default -> times;
    };
  }

  private void once(Kind kind, int i) throws IOException {
    switch (kind) {
      case PUT -> small.add(web.put(new Payload(SMALL, seed++)));
      case GET -> web.get(small.removeFirst());
      case FIRST_BYTE -> web.firstByte(medium.removeFirst());
      case RANGE_AGAIN -> web.get(large, (long) (i + 1) * 7919 * 61 % (largeSize - RANGE), RANGE);
      case MKDIR -> {
        if (i == 0) {
          directories.clear();
        }
        directories.add(web.makeDirectory("sdmf"));
      }
      case ADD_CHILD -> web.link(directories.get(i / CHILDREN_OF_ONE), "child-" + i, large);
    }
  }

  private void measure(RunningNode client, List<RunningNode> servers, int rounds)
      throws IOException {
    Map<Kind, NodeCounters.Used> ofClient = new EnumMap<>(Kind.class);
    Map<Kind, NodeCounters.Used> ofServers = new EnumMap<>(Kind.class);
    List<NodeCounters> counters = new ArrayList<>();
    try {
      for (RunningNode server : servers) {
        counters.add(new NodeCounters(server.pid()));
      }
      NodeCounters mine = new NodeCounters(client.pid());
      counters.add(mine);
      // What asking costs is seen by asking twice.
      used(counters);
      for (int i = 0; i < rounds; i++) {
        for (Kind kind : Kind.values()) {
          prepare(kind, requests);
          NodeCounters.Used clientBefore = mine.now();
          NodeCounters.Used serversBefore = used(counters.subList(0, servers.size()));
          long begun = System.currentTimeMillis();
          repeat(kind, requests);
          System.out.println("window " + kind + " " + begun + " " + System.currentTimeMillis());
          NodeCounters.Used clientAfter = mine.now();
          NodeCounters.Used serversAfter = used(counters.subList(0, servers.size()));
          ofClient.merge(kind, clientAfter.minus(clientBefore), NodeCounters.Used::plus);
          ofServers.merge(kind, serversAfter.minus(serversBefore), NodeCounters.Used::plus);
        }
      }
    } finally {
      for (NodeCounters one : counters) {
        one.close();
      }
    }
    System.out.println("| request | client, kB | servers, kB | client, ms | servers, ms |");
    System.out.println("|---|---|---|---|---|");
    for (Kind kind : Kind.values()) {
      double all = (double) times(kind, requests) * rounds;
      NodeCounters.Used a = ofClient.get(kind);
      NodeCounters.Used b = ofServers.get(kind);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.2f | %.2f |%n",
          kind.words,
          a.allocated() / all / 1e3,
          b.allocated() / all / 1e3,
          a.cpuNanos() / all / 1e6,
          b.cpuNanos() / all / 1e6);
    }
  }

  private static NodeCounters.Used used(List<NodeCounters> counters) {
    return counters.stream()
        .map(NodeCounters::now)
        .reduce(new NodeCounters.Used(0, 0), NodeCounters.Used::plus);
  }

  private void trace(
      RunningNode client, List<RunningNode> servers, int times, Path root, boolean named)
      throws IOException, InterruptedException {
    System.out.println();
    System.out.println(
        "| request | client, system calls | servers, system calls | client, TLS records"
            + " | servers, TLS records |");
    System.out.println("|---|---|---|---|---|");
    for (Kind kind : Kind.values()) {
      prepare(kind, times);
      List<SystemCallTrace> traces = new ArrayList<>();
      try {
        traces.add(new SystemCallTrace(client.pid(), root.resolve("client.strace")));
        for (int i = 0; i < servers.size(); i++) {
          traces.add(new SystemCallTrace(servers.get(i).pid(), root.resolve(i + ".strace")));
        }
        repeat(kind, times);
      } finally {
        traces.forEach(SystemCallTrace::close);
      }
      SystemCallTrace.Counts mine = traces.getFirst().end();
      SystemCallTrace.Counts theirs = new SystemCallTrace.Counts(new TreeMap<>(), 0);
      for (SystemCallTrace one : traces.subList(1, traces.size())) {
        theirs = theirs.plus(one.end());
      }
      double all = times(kind, times);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %.1f | %.1f |%n",
          kind.words,
          mine.total() / all,
          theirs.total() / all,
          mine.records() / all,
          theirs.records() / all);
      if (named) {
        System.out.println("  client: " + named(mine, all));
        System.out.println("  servers: " + named(theirs, all));
      }
    }
  }

  private static String named(SystemCallTrace.Counts counts, double all) {
    return counts.calls().entrySet().stream()
        .filter(entry -> entry.getValue() / all >= 0.2)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(entry -> "%s %.1f".formatted(entry.getKey(), entry.getValue() / all))
        .collect(Collectors.joining(", "));
  }

  private static void delete(Path tree) throws IOException {
    List<Path> paths;
    try (var walk = Files.walk(tree)) {
      paths = walk.sorted(java.util.Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  private static int number(String[] arguments, String name, int otherwise) {
    for (String argument : arguments) {
      if (argument.startsWith(name + "=")) {
        return Integer.parseInt(argument.substring(name.length() + 1));
      }
    }
    return otherwise;
  }
}
