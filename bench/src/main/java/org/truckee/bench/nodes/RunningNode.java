package org.truckee.bench.nodes;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A node in a process of its own, from its start to its end. For use by one thread.
 *
 * <p>The process watches its standard input (spec/09 §8.2), which is a pipe from here: should this
 * program die, the node stops by itself. What the node prints goes to a file beside its directory,
 * and the end of that file into the message of every failure.
 */
public final class RunningNode implements AutoCloseable {

  private static final Duration TO_START = Duration.ofMinutes(2);
  private static final Duration TO_STOP = Duration.ofSeconds(15);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final int LOG_TAIL_BYTES = 4_000;

  private final NodeDirectory directory;
  private final Path log;
  private Process process;

  private RunningNode(NodeDirectory directory, NodeProgram program) throws IOException {
    this.directory = directory;
    this.log = directory.path().resolveSibling(directory.path().getFileName() + ".log");
    this.process = launch(program);
  }

  /** Starts the process and returns at once; {@link #awaitWeb} waits until it can be used. */
  public static RunningNode start(NodeProgram program, NodeDirectory directory) throws IOException {
    return new RunningNode(directory, program);
  }

  /** Stops the node if it runs and starts it again in the same directory, by either program. */
  public void startAgain(NodeProgram program) throws IOException {
    close();
    process = launch(program);
  }

  private Process launch(NodeProgram program) throws IOException {
    Files.deleteIfExists(nodeUrl(directory));
    return new ProcessBuilder(program.command(directory.path()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /**
   * Waits until the node has opened its web port and returns what talks to it.
   *
   * @throws IOException if it ends before, or takes longer than two minutes
   */
  public WebApi awaitWeb() throws IOException, InterruptedException {
    Path url = nodeUrl(directory);
    await("open its web port", TO_START, () -> Files.exists(url));
    return web();
  }

  /** What talks to the node; only after {@link #awaitWeb} has returned once. */
  public WebApi web() throws IOException {
    return new WebApi(URI.create(Files.readString(nodeUrl(directory)).strip()));
  }

  /**
   * Waits until the node's welcome page shows that many servers as connected.
   *
   * @throws IOException if it ends before, or takes longer than two minutes
   */
  public WebApi awaitServers(int count) throws IOException, InterruptedException {
    WebApi web = awaitWeb();
    await("connect to " + count + " servers", TO_START, () -> web.connectedServers() >= count);
    return web;
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(String goal, Duration limit, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "%s ended with status %d before it could %s:%n%s"
                .formatted(directory.path(), process.exitValue(), goal, logTail()));
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "%s did not %s within %s:%n%s".formatted(directory.path(), goal, limit, logTail()));
      }
    }
  }

  private static Path nodeUrl(NodeDirectory directory) {
    return directory.path().resolve("node.url");
  }

  /** The last lines that the node printed. */
  public String logTail() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - LOG_TAIL_BYTES);
      byte[] tail = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  /**
   * The most memory that the process has had resident since it started or since {@link
   * #forgetPeakMemory}, in bytes.
   */
  public long peakMemory() throws IOException {
    try (Stream<String> lines = Files.lines(proc("status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
          .findFirst()
          .orElseThrow(() -> new IOException("the system does not say how much memory is used"));
    }
  }

  /** Begins a new measurement of {@link #peakMemory}. */
  public void forgetPeakMemory() throws IOException {
    Files.writeString(proc("clear_refs"), "5");
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  /** The process, as the system knows it. */
  public long pid() {
    return process.pid();
  }

  /** The directory that it runs. */
  public NodeDirectory directory() {
    return directory;
  }

  /** Asks the node to stop, as an operator would, without waiting; {@link #close} waits. */
  public void askToStop() {
    process.destroy();
  }

  /** Ends the process as a crash would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stops the node as an operator would, and with force if that takes too long. */
  @Override
  public void close() {
    askToStop();
    try {
      if (!process.waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
