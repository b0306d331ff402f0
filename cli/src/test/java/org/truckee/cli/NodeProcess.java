package org.truckee.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.truckee.grid.EncodingParameters;
import org.truckee.node.Node;
import org.truckee.node.NodeMain;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NewNode;
import org.truckee.node.directory.NodeDirectory;

/** A node in a process of its own, with the options, the limits and the log that ship. */
final class NodeProcess implements AutoCloseable {
  private static final Path OPTIONS = Path.of("..", "launcher", "jvm.options").toAbsolutePath();

  private final Process process;
  private final Path log;

  /**
   * Starts it and waits until it runs.
   *
   * @param directory of the node
   * @param log where everything goes that it says
   */
  static NodeProcess start(Path directory, Path log) throws IOException {
    NodeProcess started = new NodeProcess(directory, log);
    started.awaitStart();
    return started;
  }

  private NodeProcess(Path directory, Path log) throws IOException {
    this.log = log;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + OPTIONS);
    command.add("-Dlogback.configurationFile=" + logging());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(NodeMain.class.getName(), "--allow-stdin-close", directory.toString()));
    process = new ProcessBuilder(command).redirectError(log.toFile()).start();
  }

  /** The configuration that ships, which that of tests would hide. */
  private static Path logging() {
    return Path.of("src", "main", "resources", "logback.xml").toAbsolutePath();
  }

  private void awaitStart() throws IOException {
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    while (line != null && !line.equals("client running")) {
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
