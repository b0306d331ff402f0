package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process: what only shows there. */
@Timeout(300)
class ProcessTest {
  /** What the exit status is above the number of the signal that ended a process. */
  private static final int SIGNALLED = 128;

  private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n";

  /** A name beyond ASCII, as a shell writes it whatever the locale of this test is. */
  private static final String NAME = "$'f\\xc3\\xbcr \\xe2\\x82\\xacuch \\xe6\\x97\\xa5.txt'";

  @TempDir Path temp;
  private Path folder;
  private Path output;
  private Launched program;

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createDirectory(temp.resolve("files"));
    output = temp.resolve("output");
    program = new Launched(Files.createDirectory(temp.resolve("checkout")));
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs to the end; what it says goes to {@link #output}. */
  private int run(ProcessBuilder builder) throws Exception {
    return Launched.status(
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start());
  }

  private String said() throws IOException {
    return Files.readString(output);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LC_ALL=C", "LC_ALL=POSIX", "LC_ALL=xx_XX", "LANG=C.UTF-8", "A=b"})
  void namesBeyondAsciiAreUnderstoodInEveryLocale(String locale) throws Exception {
    String clean = "unset LANG LC_ALL LC_CTYPE; export %s; ".formatted(locale);
    try (FakeNode node = FakeNode.answering(OK + "Content-Length: 5\r\n\r\nhello")) {
      String get = "truckee get -u %s URI:LIT:x ./%s".formatted(node.url(), NAME);
      String same = "[ \"$(cat %s)\" = hello ]".formatted(NAME);
      assertThat(run(program.shell(clean + get + " && " + same))).as(said()).isZero();
      assertThat(said()).contains("retrieved and written to", "f\u00fcr \u20acuch \u65e5.txt");
      String put = "truckee put -u %s ./%s".formatted(node.url(), NAME);
      assertThat(run(program.shell(clean + put))).as(said()).isZero();
      assertThat(node.request()).startsWith("PUT /uri ").contains("Content-Length: 5\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void aSignalLeavesNothingOfADownload(String signal, int status) throws Exception {
    assumeThat(isIgnored(status - SIGNALLED))
        .as("what starts this in the background or by nohup has its children ignore the signal")
        .isFalse();
    Files.writeString(folder.resolve("target"), "old");
    try (FakeNode node = FakeNode.stallingAfter(OK + "Content-Length: 100000\r\n\r\nhello")) {
      Process process =
          program
              .command("get", "-u", node.url(), "URI:LIT:x", folder.resolve("target").toString())
              .start();
      while (names().size() < 2 && process.isAlive()) {
        LockSupport.parkNanos(1_000_000);
      }
      new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
      assertThat(Launched.status(process)).isEqualTo(status);
    }
    assertThat(names()).containsExactly("target");
    assertThat(folder.resolve("target")).hasContent("old");
  }

  private static boolean isIgnored(int signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .map(line -> new BigInteger(line.substring("SigIgn:".length()).strip(), 16))
          .anyMatch(ignored -> ignored.testBit(signal - 1));
    }
  }

  @Test
  void aClosedStandardInputIsAnErrorAndNotAFileOfTheJvm() throws Exception {
    try (FakeNode node = FakeNode.answering(OK + "Content-Length: 8\r\n\r\nURI:LIT:")) {
      assertThat(run(program.shell("truckee put -u %s - <&-".formatted(node.url())))).isEqualTo(1);
      assertThat(said()).contains("error: cannot read the file: ");
      assertThat(run(program.shell("truckee put -u %s - </dev/null".formatted(node.url()))))
          .isZero();
    }
  }

  @Test
  void aClosedStandardOutputIsAnErrorToo() throws Exception {
    try (FakeNode node = FakeNode.answering(OK + "Content-Length: 5\r\n\r\nhello")) {
      String get = "truckee get -u %s URI:LIT:x ".formatted(node.url());
      assertThat(run(program.shell(get + ">&-"))).isEqualTo(1);
      assertThat(said()).contains("cannot write to standard output");
      assertThat(run(program.shell(get + "2>&-"))).isZero();
      assertThat(said()).isEqualTo("hello");
    }
  }

  @Test
  void aGridThatIsToldToStopDoesSoAndDoesNotCallItASuccess() throws Exception {
    Process process =
        program
            .command("up", "--servers=1", "--port=0", "--dir=" + temp.resolve("grid"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.startsWith("A grid of 1 storage servers is running")) {
        line = out.readLine();
      }
      assertThat(line).as("it says that the grid runs").isNotNull();
      new ProcessBuilder("kill", "-TERM", "" + process.pid()).start().waitFor();
      assertThat(Launched.status(process)).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
    assertThat(temp.resolve("grid/client/running.process")).doesNotExist();
    assertThat(temp.resolve("grid/server-01/running.process")).doesNotExist();
  }

  @Test
  void aGridForWhichTheSystemHasTooFewFilesSaysSoAndMakesNothing() throws Exception {
    Path grid = temp.resolve("grid");
    String up = "ulimit -n 400; truckee up --servers=200 --port=0 --dir=%s".formatted(grid);
    assertThat(run(program.shell(up))).as(said()).isEqualTo(1);
    assertThat(said()).contains("a grid of 200 servers needs 3400 open files", "ulimit -n 3400");
    assertThat(grid.resolve("server-01")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"create-introducer, introducer running", "create-node, client running"})
  void aNodeRunsUntilItsStandardInputEnds(String create, String running) throws Exception {
    Path node = temp.resolve("node");
    assertThat(run(program.command(create, "--hostname=127.0.0.1", node.toString())))
        .as(said())
        .isZero();
    Process process =
        program
            .command("run", node.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("'truckee run' in '%s'".formatted(node));
      assertThat(out.readLine()).isEqualTo("running node in '%s'".formatted(node));
      String line = out.readLine();
      while (line != null && !line.equals(running)) {
        line = out.readLine();
      }
      assertThat(line).isEqualTo(running);
      assertThat(Files.readString(node.resolve("running.process"))).startsWith(process.pid() + " ");
      process.getOutputStream().close();
      assertThat(out.readLine()).contains("standard input has ended");
      assertThat(Launched.status(process)).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(node.resolve("running.process")).doesNotExist();
  }
}
