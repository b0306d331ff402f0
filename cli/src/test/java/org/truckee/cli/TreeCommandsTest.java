package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.cli.command.Amounts;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.node.EmbeddedGrid;
import org.truckee.node.NodeResources;

/** The commands that walk trees, against a grid of three servers ({@code spec/10 §5}). */
class TreeCommandsTest {
  private static final String LOST_FILE =
      "URI:CHK:" + "a".repeat(26) + ":" + "a".repeat(52) + ":1:3:1000";
  private static final String LOST_DIRECTORY = "URI:DIR2:" + "a".repeat(26) + ":" + "a".repeat(52);

  @TempDir static Path home;
  private static NodeResources resources;
  private static EmbeddedGrid grid;
  private static String tree;

  @BeforeAll
  static void startGrid() throws Exception {
    resources = NodeResources.start();
    grid =
        EmbeddedGrid.start(
            new EmbeddedGrid.Wish(home.resolve("grid"), OptionalInt.of(3), OptionalInt.of(0)),
            resources);
    Path files = Files.createDirectories(home.resolve("tree/d1/d2"));
    Files.writeString(files.resolve("three"), "three\n");
    Files.writeString(files.resolve("big"), "x".repeat(1000));
    Files.writeString(home.resolve("tree/one"), "one\n");
    tree = run("mkdir").out().strip();
    assertThat(run("cp", "-r", home + "/tree", tree).err()).isEmpty();
    tree = run("mkdir", tree + "/tree").out().strip();
  }

  @AfterAll
  static void stopGrid() {
    grid.close();
    resources.close();
  }

  private static RunningProgram run(String... arguments) {
    return new RunningProgram()
        .run(
            Stream.concat(
                    Stream.of("-d", home.resolve("grid/client").toString()), Stream.of(arguments))
                .toArray(String[]::new));
  }

  private static String linked(String name, String cap) {
    String parent = run("mkdir").out().strip();
    run("put", home + "/tree/one", parent + "/a file");
    run("mkdir", parent + "/zzz");
    link(parent, name, cap);
    return parent;
  }

  private static void link(String parent, String name, String cap) {
    Gateway gateway = new Gateway(URI.create("http://127.0.0.1:%d/".formatted(grid.webPort())));
    String path = "uri/%s/%s?t=uri".formatted(Gateway.escape(parent), name);
    try (Answer answer = gateway.put(path, cap.getBytes(StandardCharsets.UTF_8), "test")) {
      assertThat(answer.status()).isEqualTo(200);
    } catch (CommandException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deep-check", "manifest", "stats", "check"})
  void whatIsNoCapabilityIsSaidToBeNone(String command) {
    RunningProgram program = run(command, "URI:DIR2:cut:off");
    assertThat(program.status()).isOne();
    assertThat(program.err()).startsWith("ERROR: this is no capability of a file or directory.");
  }

  @Test
  void theManifestListsEverythingOnce() {
    link(tree, "loop", tree);
    List<String> lines = run("manifest", tree).out().lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.getFirst()).isEqualTo(tree + " ");
    assertThat(lines)
        .anyMatch(line -> line.matches("URI:DIR2:\\S+ d1/d2"))
        .contains("URI:LIT:n5xgkcq one", "URI:LIT:oruhezlfbi d1/d2/three");
    assertThat(run("manifest", "-s", tree + "/d1/").out()).matches("([a-z2-7]{26}\n){3}");
    assertThat(run("manifest", "--verify-cap", tree).out())
        .matches("(URI:DIR2-Verifier:\\S+\n){3}URI:CHK-Verifier:\\S+\n");
    assertThat(run("manifest", "--repair-cap", tree).out()).contains(tree, "URI:CHK-Verifier:");
    assertThat(run("manifest", "--raw", tree).out())
        .startsWith("{\"path\": [], \"cap\": \"" + tree)
        .contains("{\"type\": \"stats\", \"stats\": {\"api-version\": 1, ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deep-check", "manifest", "stats", "check"})
  void aSlashAloneIsTheDirectoryItself(String command) {
    String empty = run("mkdir").out().strip();
    assertThat(run("add-alias", "slash" + command, empty).err()).isEmpty();
    String usual = run(command, empty).out();
    assertThat(run(command, "slash" + command + ":/").out()).isNotEmpty().isEqualTo(usual);
    assertThat(run(command, "--dir-cap", empty, "/").out()).isEqualTo(usual);
    assertThat(run(command, empty + "//").out()).isEqualTo(usual);
    assertThat(run(command, empty + "/a//").err()).startsWith("ERROR: 4");
  }

  @Test
  void theManifestTellsNamesThatNoTerminalShowsApart() {
    String odd = run("mkdir").out().strip();
    link(odd, "it's", "URI:LIT:n5xgkcq");
    link(odd, "two%0Alines", "URI:LIT:n5xgkcq");
    assertThat(run("manifest", odd).out())
        .contains("URI:LIT:n5xgkcq \"it's\"\n", "URI:LIT:n5xgkcq \"two\\x0alines\"\n");
  }

  @Test
  void anErrorIsShownWithoutWhatIsOnEveryPage() {
    RunningProgram program = run("get", tree + "/no such & name");
    assertThat(program.status()).isOne();
    assertThat(program.err())
        .isEqualTo("Error during GET: 404 Not Found\nNo such child: no such & name\n");
  }

  /** Only for those who ask: programs know the lines as they are. */
  @Test
  void theNodeSaysHowMuchOfAWalkIsDone() throws Exception {
    Path many = Files.createDirectories(home.resolve("many"));
    for (int i = 0; i < 100; i++) {
      Files.writeString(many.resolve("a rather long name of a small file " + i), "" + i);
    }
    String parent = run("mkdir").out().strip();
    assertThat(run("cp", "-r", many.toString(), parent).err()).isEmpty();
    Gateway gateway = new Gateway(URI.create("http://127.0.0.1:%d/".formatted(grid.webPort())));
    String path = "uri/%s?t=stream-manifest".formatted(Gateway.escape(parent));
    try (Answer plain = gateway.post(path, "test");
        Answer asked = gateway.post(path + "&progress=true", "test")) {
      String lines = plain.text("test");
      assertThat(lines).contains("small file 99").doesNotContain("progress");
      String more = asked.text("test");
      assertThat(more.lines().filter(line -> !line.contains("\"progress\"")))
          .containsExactlyElementsOf(lines.lines().toList());
      assertThat(more).containsPattern("\\{\"type\": \"progress\", \"progress\": 0\\.[0-9]+\\}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deep-check",
        "deep-check --raw",
        "manifest",
        "manifest --raw",
        "stats",
        "check --verify"
      })
  void onATerminalTheSameComesAsElsewhere(String words) {
    String[] command =
        Stream.concat(
                Stream.of("-d", home.resolve("grid/client").toString()),
                Stream.of((words + " " + tree + "/d1").split(" ")))
            .toArray(String[]::new);
    RunningProgram elsewhere = new RunningProgram().run(command);
    RunningProgram there = new RunningProgram().onATerminal().run(command);
    assertThat(there.status()).isZero();
    assertThat(there.out()).isEqualTo(elsewhere.out());
  }

  @Test
  void statsCountEverything() {
    assertThat(run("stats", tree + "/d1").out())
        .matches(
            """
            (?s)Counts and Total Sizes:
             count-immutable-files: 1
               count-mutable-files: 0
               count-literal-files: 1
                       count-files: 2
                 count-directories: 2
              size-immutable-files: 1000
                size-literal-files: 6
                  size-directories: \\d+[^\n]*
                 largest-directory: \\d+[^\n]*
            largest-immutable-file: 1000
            Size Histogram:
               4-10   : 1    \\(10 B, 10 B\\)
               ...
             317-1000 : 1    \\(1000 B, 1000 B\\)
            """);
    assertThat(run("stats", "--raw", tree).out()).contains("\"finished\" : true");
    RunningProgram lost = run("stats", LOST_DIRECTORY);
    assertThat(lost.status()).isOne();
    assertThat(lost.err()).startsWith("ERROR: 410 Gone");
  }

  @Test
  void sizesAreShownInBothUnits() {
    assertThat(Amounts.bothUnits(1000)).isEqualTo("(1000 B, 1000 B)");
    assertThat(Amounts.bothUnits(1_048_633)).isEqualTo("(1.05 MB, 1.00 MiB)");
    assertThat(Amounts.bothUnits(3_162_277)).isEqualTo("(3.16 MB, 3.02 MiB)");
    assertThat(Amounts.bothUnits(Long.MAX_VALUE)).isEqualTo("(9.22 EB, 8.00 EiB)");
  }

  @Test
  void whatAServerLostIsFoundAndMadeAgain() throws Exception {
    String own = run("mkdir").out().strip();
    assertThat(run("cp", "-r", home + "/tree", own).err()).isEmpty();
    assertThat(run("deep-check", own).out())
        .isEqualTo("done: 7 objects checked, 7 healthy, 0 unhealthy\n");
    loseAllShares(home.resolve("grid/server-02/storage/shares"));
    RunningProgram check = run("deep-check", "-v", own);
    assertThat(check.status()).isZero();
    assertThat(check.out())
        .contains("'<root>': Unhealthy: ", "'tree/d1/d2/big': Not Healthy: 2 shares (enc 1-of-3)\n")
        .contains("'tree/one': Healthy (LIT)\n")
        .endsWith("done: 7 objects checked, 2 healthy, 5 unhealthy\n");
    assertThat(run("deep-check", "--repair", "--verify", "--add-lease", own).out())
        .isEqualTo(
            """
            done: 7 objects checked
             pre-repair: 2 healthy, 5 unhealthy
             5 repairs attempted, 5 successful, 0 failed
             post-repair: 7 healthy, 0 unhealthy
            """);
    assertThat(run("deep-check", own, own).out())
        .isEqualTo("done: 7 objects checked, 7 healthy, 0 unhealthy\n".repeat(2));
    assertThat(run("check", "--verify", own).out()).startsWith("Summary: Healthy\n");
    assertThat(run("cp", "-r", own + "/tree", home + "/back").status()).isZero();
    assertThat(home.resolve("back/tree/d1/d2/big")).hasContent("x".repeat(1000));
    // The trees of other tests have lost shares, too.
    run("deep-check", "--repair", tree);
  }

  private static void loseAllShares(Path shares) throws IOException {
    try (Stream<Path> files = Files.walk(shares)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.isRegularFile(file)) {
          Files.delete(file);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest", "deep-check"})
  void aDirectoryThatIsLostDoesNotHideTheOthers(String command) {
    String parent = linked("lost", LOST_DIRECTORY);
    RunningProgram program = run(command, parent);
    assertThat(program.status()).isOne();
    assertThat(program.err())
        .startsWith("ERROR: UnrecoverableFileError(no recoverable versions)\n")
        .contains("'lost': UnrecoverableFileError");
    assertThat(run("manifest", parent).out()).contains(" a file\n", " lost\n", " zzz\n");
    RunningProgram stats = run("stats", parent);
    assertThat(stats.status()).isOne();
    assertThat(stats.out()).contains("count-directories: 3\n");
    assertThat(stats.err()).contains("'lost': UnrecoverableFileError");
  }

  @Test
  void aFileThatIsLostDoesNotStopTheRepairOfTheOthers() {
    String parent = linked("lost", LOST_FILE);
    assertThat(run("deep-check", parent).out())
        .isEqualTo("done: 4 objects checked, 3 healthy, 1 unhealthy\n");
    RunningProgram repair = run("deep-check", "--repair", "-v", parent);
    assertThat(repair.err()).isEmpty();
    assertThat(repair.out())
        .contains("'lost': not healthy\n repair failed\n", "'zzz': healthy\n")
        .endsWith(" post-repair: 3 healthy, 1 unhealthy\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest", "deep-check", "stats"})
  void onlyDirectoriesCanBeWalked(String command) {
    RunningProgram program = run(command, "URI:LIT:n5xgkcq");
    assertThat(program.status()).isOne();
    assertThat(program.err()).startsWith("ERROR: 400 Bad Request\nPOST to file: bad t=st");
    assertThat(run(command, tree + "/nosuch").err()).contains("404", "No such child: nosuch");
  }
}
