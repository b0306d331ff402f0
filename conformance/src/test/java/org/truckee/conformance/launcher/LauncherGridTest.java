package org.truckee.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.conformance.launcher.LauncherCopy.Outcome;

/** The main job for a newcomer, with the program as this build has packaged it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherGridTest {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]+)/");
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  @TempDir private Path temp;
  private LauncherCopy copy;

  @BeforeEach
  void copyTheProgram() throws Exception {
    assumeTrue(LauncherCopy.isPackaged(), "'mvn verify' packages the program first");
    copy = new LauncherCopy(temp.toRealPath().resolve("checkout")).withTheProgram();
  }

  @Test
  void theVersionIsSaid() throws Exception {
    Outcome run = copy.run("--version");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("truckee");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aGridIsStartedUsedStoppedAndFoundAgainAsItWas() throws Exception {
    byte[] contents = new byte[300_000];
    new Random(20261122).nextBytes(contents);
    Path file = Files.write(temp.resolve("file"), contents);
    String cap;
    try (RunningGrid grid = new RunningGrid()) {
      Outcome put = grid.run("put", file.toString());
      assertThat(put.status()).as(put.err()).isZero();
      cap = put.out().strip();
      assertThat(cap).startsWith("URI:CHK:");
      requireItComesBack(grid, cap, file, "first");
      assertThat(grid.stop(SIGTERM)).isEqualTo(128 + SIGTERM);
    }
    try (RunningGrid grid = new RunningGrid()) {
      requireItComesBack(grid, cap, file, "second");
      int signal = isIgnored(SIGINT) ? SIGTERM : SIGINT;
      assertThat(grid.stop(signal)).isEqualTo(128 + signal);
    }
    assertThat(copy.root().resolve("mvn.log")).doesNotExist();
  }

  private void requireItComesBack(RunningGrid grid, String cap, Path file, String name)
      throws Exception {
    Path back = temp.resolve(name);
    Outcome get = grid.run("get", cap, back.toString());
    assertThat(get.status()).as(get.err()).isZero();
    assertThat(back).hasSameBinaryContentAs(file);
    Outcome check = grid.run("check", cap, "--verify");
    assertThat(check.status()).as(check.err()).isZero();
    assertThat(check.out()).startsWith("Summary: Healthy\n");
  }

  /** Whether this JVM ignores a signal, and the programs that it starts with it. */
  private static boolean isIgnored(int signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    Matcher ignored =
        Pattern.compile("(?m)^SigIgn:\\s*([0-9a-f]+)$").matcher(Files.readString(status));
    return ignored.find() && (Long.parseUnsignedLong(ignored.group(1), 16) >> signal - 1 & 1) == 1;
  }

  /** {@code truckee up} with three servers, on any free port. */
  private final class RunningGrid implements AutoCloseable {
    private final Path directory = temp.resolve("grid");
    private final Path errors = temp.resolve("up-errors");
    private final Process process;

    RunningGrid() throws IOException {
      process =
          copy.command(
                  List.of(copy.root().resolve("truckee").toString()),
                  "up",
                  "--servers",
                  "3",
                  "--dir",
                  directory.toString(),
                  "--port",
                  "0")
              .redirectError(errors.toFile())
              .start();
      String port = port();
      assertThat(directory.resolve("client/node.url"))
          .hasContent("http://127.0.0.1:%s/".formatted(port));
    }

    private String port() throws IOException {
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher address = ADDRESS.matcher(line);
        if (address.find()) {
          return address.group(1);
        }
      }
      throw new AssertionError("the grid did not start: " + Files.readString(errors));
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
      String[] all = new String[arguments.length + 2];
      all[0] = "-d";
      all[1] = directory.resolve("client").toString();
      System.arraycopy(arguments, 0, all, 2, arguments.length);
      return copy.run(all);
    }

    /** Sends a signal and waits for the end, after which nothing claims the directories. */
    int stop(int signal) throws IOException, InterruptedException {
      new ProcessBuilder("sh", "-c", "kill -%d %d".formatted(signal, process.pid()))
          .start()
          .waitFor();
      int status = process.waitFor();
      assertThat(Files.readAllLines(errors)).isEmpty();
      assertThat(directory.resolve("client/running.process")).doesNotExist();
      assertThat(directory.resolve("server-01/running.process")).doesNotExist();
      return status;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
