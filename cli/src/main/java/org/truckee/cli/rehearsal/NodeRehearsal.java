package org.truckee.cli.rehearsal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NewNode;
import org.truckee.node.directory.NewPlace;
import org.truckee.node.directory.NodeDirectory;

/**
 * A grid of processes that is used for some seconds: an introducer, a storage server, and a client
 * with storage of its own, from which a grid in one process can learn as well. What the introducer
 * runs, the others run too: it needs no cache of its own.
 */
final class NodeRehearsal {
  private static final String SERVER = "storage";
  private static final String CLIENT = "node";

  /** The client's own counts. No file is taken before both are there. */
  private static final int SERVERS = 2;

  private final Programs programs;
  private final Path directory;

  NodeRehearsal(Programs programs, Path directory) {
    this.programs = programs;
    this.directory = directory;
  }

  /** Leaves the caches of both kinds of nodes, or none if anything fails. */
  void run() throws Exception {
    try {
      useAGrid();
      programs.adopt(SERVER);
      programs.adopt(CLIENT);
    } finally {
      programs.discard(SERVER);
      programs.discard(CLIENT);
    }
  }

  private void useAGrid() throws Exception {
    List<Integer> ports = freePorts(3);
    Deque<RehearsingNode> running = new ArrayDeque<>();
    try {
      Path introducer = directory.resolve("introducer");
      NewNode.introducer(ports.getFirst()).complete(introducer);
      running.push(programs.node(introducer));
      running.peek().awaitLine("introducer running");
      String furl = Files.readString(introducer.resolve("private/introducer.furl")).strip();
      Path server = directory.resolve("server");
      NewNode.storageServer("server", ports.get(1)).introducedBy(furl).complete(server);
      Path client = client(ports.getLast(), furl);
      running.push(programs.node(SERVER, server));
      running.peek().awaitLine("client running");
      running.push(programs.node(CLIENT, client));
      running.peek().awaitLine("client running");
      work(client);
    } finally {
      closeAll(running);
    }
  }

  private Path client(int port, String furl) throws NodeException {
    Path client = directory.resolve("client");
    String loopback = "tcp:%d:interface=127.0.0.1";
    NewNode.of(
            NodeDirectory.Kind.CLIENT,
            "client",
            loopback.formatted(0),
            NewPlace.of(loopback.formatted(port), "tcp:127.0.0.1:" + port),
            true)
        .withShares(3, SERVERS, 10)
        .introducedBy(furl)
        .complete(client);
    return client;
  }

  private static void work(Path client) throws Exception {
    URI address = URI.create(Files.readString(client.resolve("node.url")).strip());
    try (MixedWork work = new MixedWork(address)) {
      work.run();
    }
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  /** All are asked to end at once, for each takes some seconds to write its cache. */
  private static void closeAll(Deque<RehearsingNode> running) throws IOException {
    IOException failure = null;
    for (RehearsingNode program : running) {
      program.askToStop();
    }
    for (RehearsingNode program : running) {
      try {
        program.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
