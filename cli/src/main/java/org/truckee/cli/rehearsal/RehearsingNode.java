package org.truckee.cli.rehearsal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The process of a node that rehearses. What it says goes to standard error, which the build logs.
 */
final class RehearsingNode implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(90);
  private static final long TO_END_SECONDS = 180;

  private final Process process;
  private final BufferedReader out;

  private RehearsingNode(Process process) {
    this.process = process;
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  static RehearsingNode start(List<String> command) throws IOException {
    return new RehearsingNode(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /**
   * Waits until it has said a certain thing.
   *
   * @throws IOException if it ended before, or had to be ended since it took too long
   */
  void awaitLine(String part) throws IOException {
    Thread impatience = Thread.ofVirtual().start(this::endIfItTakesTooLong);
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        System.err.println(line);
        if (line.contains(part)) {
          Thread.ofVirtual().start(this::pass);
          return;
        }
      }
    } finally {
      impatience.interrupt();
    }
    throw new IOException("it ended before it said '%s'".formatted(part));
  }

  private void endIfItTakesTooLong() {
    try {
      Thread.sleep(TO_START);
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass() {
    try {
      out.lines().forEach(System.err::println);
    } catch (UncheckedIOException e) {
      // It was closed: nobody needs what it says after its end.
    }
  }

  /** Asks it to end, as the end of a manager's pipe and a signal do; it writes its cache then. */
  void askToStop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
    process.destroy();
  }

  /** Waits for its end, for a while. */
  @Override
  public void close() throws IOException {
    try {
      askToStop();
      if (!process.waitFor(TO_END_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("it did not end within %d s".formatted(TO_END_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
