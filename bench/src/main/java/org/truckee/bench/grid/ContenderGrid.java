package org.truckee.bench.grid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.truckee.bench.nodes.NodeProgram;
import org.truckee.bench.nodes.ProcessGrid;
import org.truckee.bench.nodes.RunningNode;
import org.truckee.bench.nodes.ServerAnnouncement;
import org.truckee.bench.nodes.WebApi;

/**
 * The running grid of one contender: its servers, a client beside them and, if asked for, a far
 * one.
 */
final class ContenderGrid implements AutoCloseable {

  private static final long LARGE = 1 << 20;

  private final ProcessGrid nodes;
  private final List<DelayingProxy> proxies = new ArrayList<>();
  private final WebApi client;
  private final WebApi farClient;

  private ContenderGrid(ProcessGrid nodes, Contender contender, Sizes sizes, boolean far)
      throws IOException, InterruptedException {
    this.nodes = nodes;
    NodeProgram program = contender.program();
    nodes.startServers(program, sizes.servers());
    List<ServerAnnouncement> servers = nodes.announcements();
    client = nodes.startClient("client", program, sizes.encoding(), servers);
    farClient =
        far
            ? nodes.startClient("far-client", program, sizes.encoding(), distant(servers, sizes))
            : null;
  }

  /** Starts the nodes below a directory and waits until the clients are connected. */
  static ContenderGrid start(Path root, Contender contender, Sizes sizes, boolean far)
      throws IOException, InterruptedException {
    ProcessGrid nodes = new ProcessGrid(root, contender.options());
    try {
      return new ContenderGrid(nodes, contender, sizes, far);
    } catch (IOException | InterruptedException | RuntimeException e) {
      nodes.close();
      throw e;
    }
  }

  private List<ServerAnnouncement> distant(List<ServerAnnouncement> servers, Sizes sizes)
      throws IOException {
    List<ServerAnnouncement> distant = new ArrayList<>();
    for (ServerAnnouncement server : servers) {
      InetSocketAddress target =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
      DelayingProxy proxy = new DelayingProxy(target, sizes.roundTrip());
      proxies.add(proxy);
      distant.add(server.through(proxy.port()));
    }
    return distant;
  }

  WebApi client() {
    return client;
  }

  /** The client whose way to the servers is long; only if the grid was started with one. */
  WebApi farClient() {
    if (farClient == null) {
      throw new IllegalStateException("this grid was started without a far client");
    }
    return farClient;
  }

  RunningNode clientNode() {
    return nodes.clients().getFirst();
  }

  List<RunningNode> serverNodes() {
    return nodes.servers();
  }

  /** The servers and the near client. */
  List<RunningNode> allNodes() {
    List<RunningNode> all = new ArrayList<>(nodes.servers());
    all.add(clientNode());
    return all;
  }

  /**
   * Removes the shares of large files from the disks and lets the system finish its writing, so
   * that one job's dirty pages are not written while the next one is timed. Small shares stay: some
   * file systems avoid recently freed inodes for minutes and search long for others, which would be
   * measured instead of the grids.
   */
  void discardLargeShares() throws IOException, InterruptedException {
    for (RunningNode server : nodes.servers()) {
      Path shares = server.directory().storage().resolve("shares");
      for (Path share : largeFiles(shares)) {
        Files.delete(share);
      }
    }
    new ProcessBuilder("sync").inheritIO().start().waitFor();
  }

  private static List<Path> largeFiles(Path tree) throws IOException {
    try (Stream<Path> files =
        Files.find(
            tree, Integer.MAX_VALUE, (_, file) -> file.isRegularFile() && file.size() >= LARGE)) {
      return files.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  static void delete(Path tree) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException gone) {
      return;
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() throws IOException {
    nodes.close();
    for (DelayingProxy proxy : proxies) {
      proxy.close();
    }
  }
}
