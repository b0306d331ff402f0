package org.truckee.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.truckee.node.config.NodeException;

/**
 * Runs the node of one directory in the foreground, until it is told to stop by a signal or by the
 * end of its standard input ({@code spec/09 §8}).
 */
public final class NodeMain {
  private static final String KEEP_RUNNING = "--allow-stdin-close";

  private NodeMain() {}

  /** Arguments: {@code [--allow-stdin-close] DIRECTORY}. */
  public static void main(String[] arguments) throws InterruptedException {
    List<String> names = new ArrayList<>(List.of(arguments));
    boolean watchInput = !names.remove(KEEP_RUNNING);
    if (names.size() != 1) {
      System.err.println("usage: NodeMain [%s] DIRECTORY".formatted(KEEP_RUNNING));
      System.exit(1);
    }
    System.exit(
        run(Path.of(names.getFirst()), watchInput ? Optional.of(System.in) : Optional.empty()));
  }

  private static int run(Path directory, Optional<InputStream> watched)
      throws InterruptedException {
    try {
      run(directory, watched, System.out, System.err);
      return 0;
    } catch (NodeException e) {
      System.err.println("ERROR: " + e.getMessage());
      return 1;
    }
  }

  /**
   * Runs the node of a directory until this process is told to stop.
   *
   * @param watched the input whose end is a reason to stop, if there is one
   * @param out is told how far it is
   * @param err is told what its operator should know
   * @throws NodeException if it cannot start
   */
  public static void run(
      Path directory, Optional<InputStream> watched, PrintStream out, PrintStream err)
      throws NodeException, InterruptedException {
    HeapWatch.start();
    Termination termination = Termination.heeded();
    try (NodeResources resources = NodeResources.start();
        Node node = Node.start(directory, resources, out::println)) {
      node.notices().forEach(notice -> err.println("notice: " + notice));
      node.storagePort().ifPresent(port -> out.println("storage server on port " + port));
      node.webUrl()
          .ifPresent(
              url -> out.println((node.isIntroducer() ? "web page at " : "web API at ") + url));
      node.sftpPort().ifPresent(port -> out.println("SFTP server on port " + port));
      out.println("My pid: " + ProcessHandle.current().pid());
      out.println(node.isIntroducer() ? "introducer running" : "client running");
      node.statusPort().ifPresent(port -> out.println("status page on port " + port));
      node.location().ifPresent(location -> probe(location, out, err));
      watched.ifPresent(in -> watch(in, termination, out));
      termination.await();
    } finally {
      termination.stopped();
    }
  }

  /** Beside the start, which does not wait for it. */
  private static void probe(LocationProbe location, PrintStream out, PrintStream err) {
    Thread.ofPlatform()
        .daemon()
        .name("location-probe")
        .start(
            () -> {
              try {
                LocationProbe.Result result = location.run(LocationProbe.LIMIT);
                (result.reached() ? out : err)
                    .println((result.reached() ? "" : "notice: ") + result.line());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static void watch(InputStream in, Termination termination, PrintStream out) {
    Thread.ofPlatform().daemon().name("stdin").start(() -> awaitEnd(in, termination, out));
  }

  private static void awaitEnd(InputStream in, Termination termination, PrintStream out) {
    try {
      while (in.read() >= 0) {
        // What comes in means nothing.
      }
    } catch (IOException e) {
      // An input that cannot be read has ended too.
    }
    out.println(
        "standard input has ended: stopping (%s keeps the node running)".formatted(KEEP_RUNNING));
    termination.request();
  }
}
