package org.truckee.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.cli.RunningProgram;
import org.truckee.node.EmbeddedGrid;
import org.truckee.node.NodeResources;

/** Short names for directories, in front of a grid. */
class AliasesTest {
  @TempDir static Path home;
  private static NodeResources resources;
  private static EmbeddedGrid grid;
  private static Path client;

  @BeforeAll
  static void startGrid() throws Exception {
    resources = NodeResources.start();
    grid =
        EmbeddedGrid.start(
            new EmbeddedGrid.Wish(home.resolve("grid"), OptionalInt.of(3), OptionalInt.of(0)),
            resources);
    client = home.resolve("grid/client");
    Files.writeString(home.resolve("file"), "contents\n");
  }

  @AfterAll
  static void stopGrid() {
    grid.close();
    resources.close();
  }

  @BeforeEach
  void forget() throws Exception {
    Files.deleteIfExists(client.resolve("private/aliases"));
    Files.deleteIfExists(client.resolve("private/root_dir.cap"));
  }

  private static RunningProgram run(String... arguments) {
    return new RunningProgram()
        .run(
            Stream.concat(Stream.of("-d", client.toString()), Stream.of(arguments))
                .toArray(String[]::new));
  }

  private static String out(String... arguments) {
    RunningProgram program = run(arguments);
    assertThat(program.err()).doesNotContain("error", "Error");
    assertThat(program.status()).as(program.err()).isZero();
    return program.out();
  }

  @Test
  void aDirectoryIsMadeForAnAliasAndReachedByIt() throws Exception {
    assertThat(out("create-alias", "tahoe:")).isEqualTo("Alias 'tahoe' created\n");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(client.resolve("private/aliases"))))
        .isEqualTo("rw-------");
    out("put", home + "/file", "tahoe:a/one");
    assertThat(out("get", "a/one")).as("tahoe is meant").isEqualTo("contents\n");
    assertThat(out("ls")).isEqualTo("a\n");
    assertThat(out("ls", "tahoe:a")).isEqualTo("one\n");
    assertThat(out("mkdir", "b")).startsWith("URI:DIR2:");
    assertThat(out("ln", "a/one", "b/two")).isEqualTo("OK\n");
    assertThat(out("mv", "a/one", "tahoe:b/")).isEqualTo("OK\n");
    assertThat(out("ls", "tahoe:b/")).isEqualTo("one\ntwo\n");
    assertThat(out("unlink", "b/two")).isEqualTo("200 OK\n");
    assertThat(out("cp", "-r", "tahoe:b", home + "/copy")).isEqualTo("Success: files copied\n");
    assertThat(home.resolve("copy/b/one")).hasContent("contents\n");
    assertThat(out("cp", home + "/file", "tahoe:b/three")).isEqualTo("Success: file copied\n");
    assertThat(out("deep-check")).contains("5 objects checked");
    assertThat(out("manifest", "tahoe:b")).contains(" one\n", " three\n");
    assertThat(out("stats")).contains("count-directories: 3");
    assertThat(out("check", "tahoe:", "b/one")).contains("Healthy");
  }

  @Test
  void aKnownDirectoryGetsAnAliasAlsoByStandardInput() {
    String cap = out("mkdir").strip();
    assertThat(out("add-alias", "work", cap)).isEqualTo("Alias 'work' added\n");
    RunningProgram fromInput =
        new RunningProgram().withInput(("  " + cap + "\n").getBytes(StandardCharsets.UTF_8));
    fromInput.run("-d", client.toString(), "add-alias", "again", "-");
    assertThat(fromInput.out()).isEqualTo("Alias 'again' added\n");
    assertThat(out("list-aliases")).isEqualTo("  again: %s\n   work: %s\n".formatted(cap, cap));
    String json = out("list-aliases", "--json");
    assertThat(json)
        .startsWith("{\n    \"again\": {\n        \"readwrite\": \"%s\",".formatted(cap))
        .contains("\"readonly\": \"URI:DIR2-RO:");
    assertThat(out("list-aliases", "--readonly-uri")).contains("work: URI:DIR2-RO:");
    out("put", home + "/file", "work:x");
    assertThat(out("ls", "--dir-cap", cap)).as("another tahoe, once").isEqualTo("x\n");
  }

  @Test
  void withoutAliasesNothingIsListedAndNothingIsMeant() {
    assertThat(out("list-aliases")).isEmpty();
    assertThat(out("list-aliases", "--json")).isEqualTo("{}\n");
    RunningProgram ls = run("ls");
    assertThat(ls.status()).isOne();
    assertThat(ls.err()).contains("the default 'tahoe' alias doesn't exist");
  }

  @ParameterizedTest
  @CsvSource({
    "create-alias a:b, Alias names cannot contain colons.",
    "create-alias #a, cannot be an alias",
    "create-alias a/b, cannot be an alias",
    "add-alias a URI:CHK:, this is no capability of a directory",
    "add-alias a nothing, this is no capability of a directory",
    "ls nosuch:x, error: Unknown alias 'nosuch'",
    "get nosuch:x, error: Unknown alias 'nosuch'",
  })
  void mistakesAreSaid(String line, String message) {
    RunningProgram program = run(line.split(" "));
    assertThat(program.status()).isOne();
    assertThat(program.out() + program.err()).contains(message);
    assertThat(client.resolve("private/aliases")).doesNotExist();
  }

  @Test
  void namesAreShownAsAShellWouldTakeThem() {
    assertThat(out("create-alias", "it's")).isEqualTo("Alias \"it's\" created\n");
    assertThat(out("add-alias", "a$b", out("mkdir").strip())).isEqualTo("Alias 'a$b' added\n");
    assertThat(run("create-alias", "it's").err()).isEqualTo("Alias \"it's\" already exists!\n");
  }

  @Test
  void anAliasIsNotReplaced() {
    String cap = out("mkdir").strip();
    out("add-alias", "work", cap);
    RunningProgram second = run("create-alias", "work");
    assertThat(second.status()).isOne();
    assertThat(second.err()).isEqualTo("Alias 'work' already exists!\n");
  }

  @Test
  void theFileOfOthersIsRead() throws Exception {
    String one = out("mkdir").strip();
    String two = out("mkdir").strip();
    Files.writeString(client.resolve("private/root_dir.cap"), one + "\n");
    assertThat(out("list-aliases")).isEqualTo("  tahoe: %s\n".formatted(one));
    Files.writeString(
        client.resolve("private/aliases"),
        "# a comment\n\n a name : x\ntahoe: %s\n  later:%s".formatted(one, one));
    out("add-alias", "new", two);
    assertThat(out("list-aliases"))
        .contains("  tahoe: " + one, "  later: " + one, "    new: " + two);
    assertThat(client.resolve("private/aliases")).content().startsWith("# a comment\n");
    Files.writeString(client.resolve("private/aliases"), "no alias\n");
    RunningProgram damaged = run("ls");
    assertThat(damaged.status()).isOne();
    assertThat(damaged.err()).contains("private/aliases' has a line that is no alias");
  }
}
