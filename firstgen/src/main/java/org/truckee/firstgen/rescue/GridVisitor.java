package org.truckee.firstgen.rescue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.truckee.firstgen.drive.NodeMaker;
import org.truckee.firstgen.node.OldBase;
import org.truckee.firstgen.node.OldClientNode;
import org.truckee.firstgen.node.OldNodeOptions;

/**
 * A client that joins a grid of 2007 for as long as it takes to read from it, and keeps nothing.
 */
public final class GridVisitor implements AutoCloseable {
  private static final Duration FOR_THE_FIRST = Duration.ofMinutes(2);
  private static final Duration FOR_THE_OTHERS = Duration.ofSeconds(15);

  private final Path folder;
  private final OldClientNode client;

  private GridVisitor(Path folder, OldClientNode client) {
    this.folder = folder;
    this.client = client;
  }

  /**
   * Joins the grid of an introducer, and waits until its nodes are connected.
   *
   * @throws IOException if nobody can be reached
   */
  public static GridVisitor of(String introducerFurl) throws IOException, InterruptedException {
    return of(introducerFurl, OldNodeOptions.defaults());
  }

  /** Joins the grid of an introducer as a node with these options does, and waits as well. */
  public static GridVisitor of(String introducerFurl, OldNodeOptions options)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("truckee-visitor");
    OldBase base = new OldBase(folder);
    base.write("introducer.furl", introducerFurl);
    // Shares that others would leave here would be lost with it.
    base.write("sizelimit", "0b");
    GridVisitor visitor = new GridVisitor(folder, OldClientNode.start(base, options));
    try {
      // It is a peer of its own.
      if (!visitor.client.peers().await(2, FOR_THE_FIRST)) {
        throw new IOException(
            "no node of the old grid is connected after %d minutes: is the introducer's FURL right?"
                .formatted(FOR_THE_FIRST.toMinutes()));
      }
      visitor.client.peers().await(visitor.client.peers().known(), FOR_THE_OTHERS);
      return visitor;
    } catch (IOException | InterruptedException | RuntimeException e) {
      visitor.close();
      throw e;
    }
  }

  /** How many other nodes are connected. */
  public int connected() {
    return Math.max(0, client.peers().connected().size() - 1);
  }

  /** Makes nodes of URIs. */
  public NodeMaker maker() {
    return client.maker();
  }

  @Override
  public void close() {
    client.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(GridVisitor.class)
          .info("{} is left over: {}", folder, e.getMessage());
    }
  }
}
