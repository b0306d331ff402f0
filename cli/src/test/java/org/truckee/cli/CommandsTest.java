package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.node.TruckeeVersion;

class CommandsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n";

  @TempDir Path temp;

  private static RunningProgram run(String... arguments) {
    return new RunningProgram().run(arguments);
  }

  private static String ok(String body) {
    return OK + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private Path file(String content) throws IOException {
    return Files.writeString(temp.resolve("a file"), content);
  }

  private List<String> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(run("--version").out()).isEqualTo(TruckeeVersion.text() + "\n");
    assertThat(TruckeeVersion.text()).matches("truckee/[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
    assertThat(run("-V", "whatever follows").status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "'', must specify a command",
    "shout, Unknown command: shout",
    "chek, Unknown command: chek",
    "help shout, Unknown command: shout",
    "help get x, '''get'' has no commands of its own'",
    "check --vrify x, option --vrify not recognized",
    "--loud, option --loud not recognized",
    "get, Wrong number of arguments.",
    "get a b c, Wrong number of arguments.",
    "put a b c, Wrong number of arguments.",
    "rm, Wrong number of arguments.",
    "up now, Wrong number of arguments.",
    "up --servers=many, --servers must be a number from 0 to 200",
    "put --version, --version not allowed on subcommands",
    "put -- -x, Path argument '-x' cannot start with '-'.",
    "get -u localhost:3456 URI:LIT:, --node-url is required to be a string",
  })
  void usageErrorsGoToStandardOutputBehindTheHelp(String line, String message) {
    RunningProgram program = run(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.err()).isEmpty();
    assertThat(program.out()).startsWith("Usage: ").contains("\ntruckee:  " + message);
    assertThat(program.out()).endsWith("\n\n");
  }

  @Test
  void whatMayHaveBeenMeantStandsBeforeTheError() {
    assertThat(run("chek").out())
        .endsWith("\n\nDid you mean 'check'?\ntruckee:  Unknown command: chek\n\n");
    assertThat(run("check", "--vrify").out())
        .endsWith("\n\nDid you mean '--verify'?\ntruckee:  option --vrify not recognized\n\n");
    assertThat(run("get", "a", "b", "c").out())
        .endsWith("\n\nThere is no use for 'c'.\ntruckee:  Wrong number of arguments.\n\n");
  }

  @Test
  void putPrintsTheCapAndSaysOnTheSideHowItWent() throws Exception {
    try (FakeNode node = FakeNode.answering(ok("URI:LIT:krugkidbobuq"))) {
      RunningProgram program = run("put", "-u", node.url(), file("contents").toString());
      assertThat(program.status()).isZero();
      assertThat(program.out()).isEqualTo("URI:LIT:krugkidbobuq\n");
      assertThat(program.err()).isEqualTo("200 OK\n");
      assertThat(node.request()).startsWith("PUT /uri HTTP/1.1\r\n").contains("-Length: 8\r\n");
    }
  }

  @Test
  void quietLeavesOnlyWhatWasStored() throws Exception {
    try (FakeNode node = FakeNode.answering(ok("URI:LIT:"))) {
      RunningProgram program = run("-q", "put", "-u", node.url(), file("").toString());
      assertThat(program.status()).isZero();
      assertThat(program.out()).isEmpty();
      assertThat(program.err()).isEqualTo("200 OK\n");
    }
  }

  @Test
  void theUrlIsTakenFromTheNodeDirectory() throws Exception {
    try (FakeNode node = FakeNode.answering(ok("hello"))) {
      Files.writeString(temp.resolve("node.url"), node.url() + "/\n");
      RunningProgram program = run("-d", temp.toString(), "get", " URI:LIT:a/ä b:c ");
      assertThat(program.out()).isEqualTo("hello");
      assertThat(node.request()).startsWith("GET /uri/URI%3ALIT%3Aa/%C3%A4%20b%3Ac HTTP/1.1\r\n");
    }
  }

  @Test
  void aNodeThatNeverRanIsAnErrorThatSaysWhatToDo() {
    RunningProgram program = run("-d", temp.toString(), "get", "URI:LIT:");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.err()).contains(temp.resolve("node.url").toString(), "truckee up");
  }

  @ParameterizedTest
  @CsvSource({
    "put -u URL FILE, Error",
    "get -u URL URI:LIT:, Error during GET",
    "check -u URL URI:LIT:, ERROR",
  })
  void aNodeThatIsDownIsAnErrorThatNamesIt(String line, String prefix) throws Exception {
    RunningProgram program;
    String url;
    // It has its port for itself, and does not listen.
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress("127.0.0.1", 0));
      url = "http://127.0.0.1:" + deaf.getLocalPort();
      String file = file("x").toString().replace(" ", "\u00a0");
      String[] arguments = line.replace("URL", url).replace("FILE", file).split(" ");
      arguments[3] = arguments[3].replace("\u00a0", " ");
      program = run(arguments);
    }
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.out()).isEmpty();
    assertThat(program.err())
        .startsWith(prefix + ": -1 Error trying to connect to " + url + "/uri")
        .as("what it was asked for may be a capability")
        .doesNotContain("LIT")
        .contains("truckee up");
  }

  @Test
  void anErrorOfTheNodeIsShownWithItsStatusAndText() throws Exception {
    String text = "NotEnoughSharesError: 1 share";
    try (FakeNode node =
        FakeNode.answering(
            "HTTP/1.1 410 Gone\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(text.length(), text))) {
      RunningProgram program = run("get", "-u", node.url(), "URI:CHK:x", target().toString());
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).isEqualTo("Error during GET: 410 Gone\n" + text + "\n");
      assertThat(filesIn(temp)).isEmpty();
    }
  }

  @Test
  void anErrorPageIsShownAsText() throws Exception {
    String page = "<html><head><title>404 - Error</title></head><body>\n<h1>Error</h1>\n<p>No</p>";
    try (FakeNode node =
        FakeNode.answering("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n" + page)) {
      RunningProgram program = run("check", "-u", node.url(), "URI:CHK:x");
      assertThat(program.err()).isEqualTo("ERROR: 404 Not Found\nNo\n");
    }
  }

  private Path target() {
    return temp.resolve("target");
  }

  @Test
  void getWritesAFileThatHadAnotherContentBefore() throws Exception {
    Files.writeString(target(), "much longer than what comes");
    try (FakeNode node = FakeNode.answering(ok("short"))) {
      RunningProgram program = run("get", "-u", node.url(), "URI:LIT:x", target().toString());
      assertThat(program.status()).isZero();
      assertThat(program.err()).isEqualTo("URI:LIT:x retrieved and written to " + target() + "\n");
      assertThat(target()).hasContent("short");
      assertThat(filesIn(temp)).containsExactly("target");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 10\r\n\r\nhalf",
        "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
      })
  void aDownloadThatBreaksOffLeavesWhatWasThereBefore(String answer) throws Exception {
    Files.writeString(target(), "before");
    try (FakeNode node = FakeNode.answering(OK + answer)) {
      RunningProgram program = run("get", "-u", node.url(), "URI:LIT:x", target().toString());
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("the node broke off after");
      assertThat(target()).hasContent("before");
      assertThat(filesIn(temp)).containsExactly("target");
    }
  }

  @Test
  void aTargetThatCannotBeWrittenIsAnErrorThatNamesIt() throws Exception {
    try (FakeNode node = FakeNode.answering(ok("x"))) {
      Path nowhere = temp.resolve("missing/x");
      RunningProgram program = run("get", "-u", node.url(), "URI:LIT:x", nowhere.toString());
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("cannot write '" + nowhere + "'", "no such file");
      RunningProgram directory = run("get", "-u", node.url(), "URI:LIT:x", temp.toString());
      assertThat(directory.status()).isEqualTo(1);
      assertThat(directory.err()).contains("it is a directory");
    }
  }

  @Test
  void anOutputThatIsClosedOrFullEndsTheDownloadWithAnError() throws Exception {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    try (FakeNode node = FakeNode.answering(ok("x"))) {
      RunningProgram program =
          new RunningProgram().withOutputTo(broken).run("get", "-u", node.url(), "URI:LIT:x");
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).isEqualTo("error: cannot write to standard output: Broken pipe\n");
    }
  }

  @Test
  void whatCannotBeReadIsAnErrorThatNamesIt() throws Exception {
    try (FakeNode node = FakeNode.answering(ok("x"))) {
      Path missing = temp.resolve("missing");
      assertThat(run("put", "-u", node.url(), missing.toString()).err())
          .isEqualTo("error: no such file: '%s'\n".formatted(missing));
      RunningProgram directory = run("put", "-u", node.url(), temp.toString());
      assertThat(directory.status()).isEqualTo(1);
      assertThat(directory.err()).contains(temp.toString(), "it is a directory");
    }
  }

  @Test
  void anInputThatFailsIsNotStoredAsIfItHadEnded() throws Exception {
    InputStream failing =
        new InputStream() {
          private int count;

          @Override
          public int read() throws IOException {
            if (count++ > 100) {
              throw new IOException("Input/output error");
            }
            return 'x';
          }
        };
    try (FakeNode node = FakeNode.answering(ok("URI:LIT:x"))) {
      RunningProgram program =
          new RunningProgram().withInput(failing).run("put", "-u", node.url(), "-");
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.out()).isEmpty();
      assertThat(program.err()).contains("cannot read the file: Input/output error");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "readme.txt, error: No alias specified",
    "tahoe:x, error: Unknown alias 'tahoe'",
    "URL:CHK:a, error: Unknown alias 'URL'",
    "'', error: No alias specified",
  })
  void whatIsNoCapIsAnErrorBeforeAnythingIsAsked(String name, String message) {
    RunningProgram program = run("get", name);
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.err()).startsWith(message);
  }

  @Test
  void checkShowsWhatTheNodeFound() throws Exception {
    String json =
        """
        {"storage-index": "abc", "summary": "Not Healthy: 9 shares (enc 3-of-10)", "results": {
        "count-shares-good": 9, "count-shares-needed": 3, "count-shares-expected": 10,
        "count-wrong-shares": 0, "list-corrupt-shares": [["v0-xyz", "abc", 5]]}}
        """;
    try (FakeNode node = FakeNode.answering(ok(json))) {
      RunningProgram program = run("check", "URI:CHK:x", "--verify", "-u", node.url());
      assertThat(program.status()).isZero();
      assertThat(program.out())
          .isEqualTo(
              """
              Summary: Not Healthy: 9 shares (enc 3-of-10)
               storage index: abc
               good-shares: 9 (encoding is 3-of-10)
               wrong-shares: 0
               corrupt shares:
                server v0-xyz, SI abc, shnum 5
              """);
      assertThat(node.request())
          .startsWith("POST /uri/URI%3ACHK%3Ax?t=check&output=JSON&verify=true HTTP/1.1\r\n");
      RunningProgram raw = run("check", "--raw", "-u", node.url(), "URI:CHK:x");
      assertThat(raw.out()).isEqualTo(json.stripTrailing() + "\n");
    }
  }

  @Test
  void checkWithRepairShowsWhatWasAndWhetherItHelped() throws Exception {
    String json =
        """
        {"storage-index": "abc", "repair-attempted": true, "repair-successful": true,
        "pre-repair-results": {"storage-index": "abc", "results": {"healthy": false,
        "count-shares-good": 3, "count-shares-needed": 3, "count-shares-expected": 10}}}
        """;
    try (FakeNode node = FakeNode.answering(ok(json))) {
      RunningProgram program = run("check", "--repair", "-u", node.url(), "URI:CHK:x");
      assertThat(program.out())
          .isEqualTo(
              """
              Summary: not healthy
               storage index: abc
               good-shares: 3 (encoding is 3-of-10)
               repair successful
              """);
    }
  }

  @Test
  void aLiteralHasNoSharesToCount() throws Exception {
    String json = "{\"storage-index\": \"\", \"results\": {\"healthy\": true}}";
    try (FakeNode node = FakeNode.answering(ok(json))) {
      assertThat(run("check", "-u", node.url(), "URI:LIT:x").out())
          .isEqualTo("Summary: Healthy (LIT)\n storage index: \n");
    }
  }

  @Test
  void anAnswerThatIsNoJsonIsAnError() throws Exception {
    try (FakeNode node = FakeNode.answering(ok("<html>"))) {
      RunningProgram program = run("check", "-u", node.url(), "URI:LIT:x");
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).startsWith("error: the node's answer is no JSON");
    }
  }

  private static final String FULL =
      "HTTP/1.1 507 Insufficient Storage\r\nContent-Type: text/plain\r\nContent-Length: 46\r\n\r\n"
          + "No space left on device: '/var/tmp' is full.\r\n";

  @Test
  void anErrorThatComesWhileAFileIsStillBeingSentIsShown() throws Exception {
    Path large = Files.write(temp.resolve("large"), new byte[30_000_000]);
    try (FakeNode node = FakeNode.refusing(FULL)) {
      for (int i = 0; i < 5; i++) {
        RunningProgram program = run("put", "-u", node.url(), large.toString());
        assertThat(program.status()).isEqualTo(1);
        assertThat(program.err())
            .isEqualTo(
                "Error: 507 Insufficient Storage\nNo space left on device: '/var/tmp' is full.\n");
      }
    }
  }

  @Test
  void suchAnErrorIsShownForStandardInputToo() throws Exception {
    try (FakeNode node = FakeNode.refusing(FULL)) {
      RunningProgram program =
          new RunningProgram().withInput(new byte[30_000_000]).run("put", "-u", node.url(), "-");
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("No space left on device: '/var/tmp' is full.");
    }
  }

  @Test
  void aNodeThatHangsUpInTheMiddleWithoutAWordIsAnError() throws Exception {
    try (FakeNode node = FakeNode.refusing("")) {
      RunningProgram program =
          new RunningProgram().withInput(new byte[30_000_000]).run("put", "-u", node.url(), "-");
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("Error: the node ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//", "/below/", "/below"})
  void theUrlOfANodeMayEndWithSlashesAndHaveAPath(String end) throws Exception {
    try (FakeNode node = FakeNode.answering(ok("hello"))) {
      RunningProgram program = run("get", "-u", node.url() + end, "URI:LIT:a/../b");
      assertThat(program.out()).isEqualTo("hello");
      String path = end.replace("/", "").isEmpty() ? "" : "/below";
      assertThat(node.request()).startsWith("GET " + path + "/uri/URI%3ALIT%3Aa/../b HTTP/1.1\r\n");
    }
  }

  @Test
  void anAnswerInChunksIsPutTogetherAndOneThatBreaksOffIsAnError() throws Exception {
    String head = OK + "Transfer-Encoding: chunked\r\n\r\n";
    try (FakeNode node =
        FakeNode.answering(head + "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nA: b\r\n\r\n")) {
      assertThat(run("get", "-u", node.url(), "URI:LIT:a").out()).isEqualTo("hello");
    }
    for (String broken : List.of("3\r\nhe", "3\r\nhel\r\n", "x\r\nhel\r\n", "3\r\nhello")) {
      try (FakeNode node = FakeNode.answering(head + broken)) {
        Path target = temp.resolve("target");
        RunningProgram program = run("get", "-u", node.url(), "URI:LIT:a", target.toString());
        assertThat(program.status()).as(broken).isEqualTo(1);
        assertThat(target).doesNotExist();
      }
    }
  }

  @Test
  void anAnswerWhoseHeadNeverEndsIsAnError() throws Exception {
    try (FakeNode node = FakeNode.answering(OK + "X: " + "x".repeat(100_000))) {
      RunningProgram program = run("get", "-u", node.url(), "URI:LIT:a");
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("the head of its answer is too long");
    }
  }

  @Test
  void aNameThatIsNotUtf8IsAnErrorThatSaysSo() {
    RunningProgram program = run("put", "caf\ufffd.txt");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.err()).contains("UTF-8", "truckee put - <");
  }

  @Test
  void aDefectIsNeverASuccess() {
    for (Throwable defect : List.of(new IllegalStateException("x"), new OutOfMemoryError("x"))) {
      InputStream input =
          new InputStream() {
            @Override
            public int read() {
              if (defect instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) defect;
            }
          };
      try (FakeNode node = FakeNode.answering(ok("URI:LIT:x"))) {
        RunningProgram program =
            new RunningProgram().withInput(input).run("put", "-u", node.url(), "-");
        assertThat(program.status()).isEqualTo(1);
        assertThat(program.err()).contains("this is a defect of truckee");
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Test
  void anInterruptIsNeverASuccess() throws Exception {
    RunningProgram program = new RunningProgram();
    String directory = temp.resolve("grid").toString();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> program.run("up", "--servers=1", "--port=0", "--dir=" + directory));
    while (thread.isAlive() && !program.out().contains("web page")) {
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
    thread.interrupt();
    thread.join();
    assertThat(program.status()).isEqualTo(1);
    assertThat(temp.resolve("grid/client/running.process")).doesNotExist();
  }

  @Test
  void helpThatCannotBeWrittenIsAnError() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    for (String word : List.of("--help", "--version", "help")) {
      RunningProgram program = new RunningProgram().withOutputTo(full).run(word);
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("No space left on device");
    }
  }
}
