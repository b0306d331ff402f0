package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminationTest {
  /** The number of the signal. */
  private static final int INTERRUPT = 2;

  /** A process of nodes of which one does not stop, or all do. */
  static final class Nodes {
    private Nodes() {}

    public static void main(String[] arguments) throws Exception {
      boolean stuck = arguments[0].equals("stuck");
      Termination termination =
          Termination.heeded(stuck ? Duration.ofMillis(500) : Duration.ofMinutes(1));
      System.out.println("running");
      if (arguments[1].equals("asks")) {
        termination.request();
      }
      termination.await();
      if (stuck) {
        Thread.currentThread().join();
      }
      System.out.println("stopped in order");
      termination.stopped();
      System.exit(arguments[1].equals("asks") ? 0 : 1);
    }
  }

  @ParameterizedTest
  @Timeout(120)
  @CsvSource({
    "orderly, TERM, 143, true",
    "stuck, TERM, 143, false",
    "stuck, INT, 130, false",
    "orderly, asks, 0, true",
    "stuck, asks, 1, false",
  })
  void aProcessEndsWithinItsLimitWhateverIsStuck(
      String manner, String how, int status, boolean inOrder) throws Exception {
    assumeThat(how.equals("INT") && ignoresInterrupts())
        .as("shells start what runs in the background so that it ignores INT, for all its children")
        .isFalse();
    Process process =
        new ProcessBuilder(
                "" + Path.of(System.getProperty("java.home"), "bin", "java"),
                "-cp",
                System.getProperty("java.class.path"),
                Nodes.class.getName(),
                manner,
                how)
            .start();
    // A read from a process cannot be interrupted: it ends with the process.
    Thread.ofVirtual().start(() -> endAfter(process, Duration.ofMinutes(1)));
    try (BufferedReader out = process.inputReader()) {
      assertThat(said("running", out)).isTrue();
      if (!how.equals("asks")) {
        new ProcessBuilder("kill", "-" + how, "" + process.pid()).start().waitFor();
      }
      assertThat(said("stopped in order", out)).isEqualTo(inOrder);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(status);
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .map(line -> new BigInteger(line.substring("SigIgn:".length()).strip(), 16))
          .anyMatch(ignored -> ignored.testBit(INTERRUPT - 1));
    }
  }

  private static void endAfter(Process process, Duration time) {
    try {
      if (!process.waitFor(time)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a line comes before the end. */
  private static boolean said(String wanted, BufferedReader out) throws IOException {
    String line = out.readLine();
    while (line != null && !line.equals(wanted)) {
      line = out.readLine();
    }
    return line != null;
  }
}
