package org.truckee.cli;

import static java.lang.ProcessBuilder.Redirect.DISCARD;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.truckee.grid.EncodingParameters;
import org.truckee.node.Node;
import org.truckee.node.NodeMain;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NewNode;
import org.truckee.node.directory.NodeDirectory;

/** Nodes in a process of their own, with the options, the limits and the log that ship. */
final class NodeProcess implements AutoCloseable {
  private static final Path OPTIONS = Path.of("..", "launcher").toAbsolutePath();

  private final Process process;
  private final Path log;

  /**
   * Starts a node and waits until it runs.
   *
   * @param directory of the node
   * @param log where everything goes that it has to complain about
   */
  static NodeProcess start(Path directory, Path log) throws IOException {
    List<String> command =
        List.of(NodeMain.class.getName(), "--allow-stdin-close", directory.toString());
    return start(List.of(), List.of("jvm.options"), command, "client running", log);
  }

  /**
   * The same with a small file system of its own in the place of a directory, which only the node
   * sees.
   *
   * @return empty where that is not allowed
   */
  static Optional<NodeProcess> startOnSmallDisk(Path directory, Path disk, String size, Path log)
      throws IOException, InterruptedException {
    List<String> mount = List.of("unshare", "-rm", "sh", "-c");
    String script = "mount -t tmpfs -o size=%s tmpfs '%s'".formatted(size, disk);
    List<String> trial = new ArrayList<>(mount);
    trial.add(script);
    try {
      Process tried =
          new ProcessBuilder(trial).redirectErrorStream(true).redirectOutput(DISCARD).start();
      if (tried.waitFor() != 0) {
        return Optional.empty();
      }
    } catch (IOException noSuchProgram) {
      return Optional.empty();
    }
    List<String> wrapper = new ArrayList<>(mount);
    wrapper.addAll(List.of(script + " && exec \"$@\"", "sh"));
    List<String> command =
        List.of(NodeMain.class.getName(), "--allow-stdin-close", directory.toString());
    return Optional.of(start(wrapper, List.of("jvm.options"), command, "client running", log));
  }

  /** Starts a grid as {@code truckee up} does, at any port, and waits until it runs. */
  static NodeProcess startGrid(Path directory, int servers, Path log) throws IOException {
    List<String> command =
        List.of(
            Main.class.getName(), "up", "--servers=" + servers, "--port=0", "--dir=" + directory);
    return start(List.of(), List.of("jvm.options", "up.options"), command, "A grid of", log);
  }

  private static NodeProcess start(
      List<String> wrapper, List<String> options, List<String> command, String running, Path log)
      throws IOException {
    NodeProcess started = new NodeProcess(wrapper, options, command, log);
    started.awaitLine(running);
    return started;
  }

  private NodeProcess(List<String> wrapper, List<String> options, List<String> main, Path log)
      throws IOException {
    this.log = log;
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    options.forEach(file -> command.add("@" + OPTIONS.resolve(file)));
    command.add("-Dlogback.configurationFile=" + logging());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(main);
    process = new ProcessBuilder(command).redirectError(log.toFile()).start();
  }

  /** The configuration that ships, which that of tests would hide. */
  private static Path logging() {
    return Path.of("src", "main", "resources", "logback.xml").toAbsolutePath();
  }

  private void awaitLine(String begin) throws IOException {
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    while (line != null && !line.startsWith(begin)) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the node does not start: " + log());
    }
  }

  /** Where its web API is. */
  static URI url(Path directory) throws IOException {
    return URI.create(Files.readString(directory.resolve("node.url")).strip());
  }

  /** A client of storage servers that run already; it need not be started. */
  static Path makeClient(Path directory, EncodingParameters encoding, List<Node> servers)
      throws NodeException {
    NewNode.client("client", 0, encoding).create(directory);
    NodeDirectory.open(directory, new SecureRandom(), Clock.systemUTC())
        .writeStaticServers(
            servers.stream().map(server -> server.announcement().orElseThrow()).toList());
    return directory;
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** What it logged so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** Asks it to end, as a service manager does. */
  void terminate() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-TERM", "" + process.pid()).start().waitFor();
  }

  /** Its exit status, once it has ended. */
  int status(long withinSeconds) throws InterruptedException {
    if (!process.waitFor(withinSeconds, TimeUnit.SECONDS)) {
      throw new AssertionError("the node does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
