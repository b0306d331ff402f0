package org.truckee.bench.nodes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Storage servers and clients in processes of their own, below one directory; closing it stops them
 * all.
 */
public final class ProcessGrid implements AutoCloseable {

  private final Path root;
  private final Set<NodeDirectory.Option> options;
  private final List<RunningNode> servers = new ArrayList<>();
  private final List<RunningNode> clients = new ArrayList<>();

  /** An empty grid; the options go into every node directory written for it. */
  public ProcessGrid(Path root, Set<NodeDirectory.Option> options) {
    this.root = root;
    this.options = Set.copyOf(options);
  }

  /** Starts storage servers, all at once, and waits until they serve. */
  public List<RunningNode> startServers(NodeProgram program, int count)
      throws IOException, InterruptedException {
    List<RunningNode> started = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path path = root.resolve("server-" + (servers.size() + 1));
      started.add(startServer(program, NodeDirectory.storageServer(path, options)));
    }
    for (RunningNode server : started) {
      server.awaitWeb();
    }
    return started;
  }

  /** Starts one storage server in a directory that exists, without waiting. */
  public RunningNode startServer(NodeProgram program, NodeDirectory directory) throws IOException {
    RunningNode server = RunningNode.start(program, directory);
    servers.add(server);
    return server;
  }

  /** What a client has to be told about the servers, in the order in which they were started. */
  public List<ServerAnnouncement> announcements() throws IOException {
    List<ServerAnnouncement> result = new ArrayList<>();
    for (RunningNode server : servers) {
      result.add(server.directory().announcement());
    }
    return result;
  }

  /** Starts a client of the given servers and waits until it is connected to all of them. */
  public WebApi startClient(
      String name, NodeProgram program, Encoding encoding, Collection<ServerAnnouncement> known)
      throws IOException, InterruptedException {
    NodeDirectory directory = NodeDirectory.client(root.resolve(name), encoding, known, options);
    return startClient(program, directory).awaitServers(known.size());
  }

  /** Starts a client in a directory that exists, without waiting. */
  public RunningNode startClient(NodeProgram program, NodeDirectory directory) throws IOException {
    RunningNode client = RunningNode.start(program, directory);
    clients.add(client);
    return client;
  }

  /** The storage servers, in the order in which they were started. */
  public List<RunningNode> servers() {
    return List.copyOf(servers);
  }

  /** The clients, in the order in which they were started. */
  public List<RunningNode> clients() {
    return List.copyOf(clients);
  }

  @Override
  public void close() {
    clients.forEach(RunningNode::askToStop);
    servers.forEach(RunningNode::askToStop);
    clients.forEach(RunningNode::close);
    servers.forEach(RunningNode::close);
  }
}
