package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.node.EmbeddedGrid;
import org.truckee.node.NodeResources;

/**
 * {@code cp} against a grid of three servers: every form of sources and targets ({@code spec/10
 * §4.7}), and what can go wrong.
 */
class CpCommandTest {
  private static final String COPIED = "Success: files copied\n";

  @TempDir static Path home;
  private static NodeResources resources;
  private static EmbeddedGrid grid;
  private static Gateway gateway;

  @TempDir Path temp;
  private String dir;

  @BeforeAll
  static void startGrid() throws Exception {
    resources = NodeResources.start();
    grid =
        EmbeddedGrid.start(
            new EmbeddedGrid.Wish(home.resolve("grid"), OptionalInt.of(3), OptionalInt.of(0)),
            resources);
    gateway = new Gateway(URI.create("http://127.0.0.1:%d/".formatted(grid.webPort())));
  }

  @AfterAll
  static void stopGrid() {
    grid.close();
    resources.close();
  }

  @BeforeEach
  void makeThings() throws IOException {
    dir = run("mkdir").out().strip();
    write("hello.txt", "hello world\n");
    write("one.txt", "one\n");
    write("src/one", "one\n");
    write("src/d1/two", "two\n");
    write("src/d1/d2/three", "three\n");
    Files.createDirectories(temp.resolve("src/empty"));
    Files.createSymbolicLink(temp.resolve("src/dangling"), Path.of("/nonexistent/target"));
    Files.createDirectory(temp.resolve("L"));
  }

  private void write(String name, String text) throws IOException {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static RunningProgram run(String... arguments) {
    return new RunningProgram().run(withNode(arguments));
  }

  private static String[] withNode(String... arguments) {
    return Stream.concat(
            Stream.of("-d", home.resolve("grid/client").toString()), Stream.of(arguments))
        .toArray(String[]::new);
  }

  /** Copies; {@code @x} is a path below the directory of the test, {@code =x} a local file. */
  private RunningProgram cp(String... arguments) {
    return run(
        Stream.concat(Stream.of("cp"), Stream.of(arguments).map(this::expanded))
            .toArray(String[]::new));
  }

  private String expanded(String argument) {
    if (argument.startsWith("=")) {
      return temp + "/" + argument.substring(1);
    }
    return argument.startsWith("@") ? dir + "/" + argument.substring(1) : argument;
  }

  private String ls(String path) {
    return run("ls", expanded(path)).out();
  }

  private String get(String path) {
    return run("get", expanded(path)).out();
  }

  private String post(String path, String body) throws CommandException {
    try (Answer answer = gateway.post(path, body.getBytes(StandardCharsets.UTF_8), "test")) {
      assertThat(answer.status()).isEqualTo(200);
      return answer.text("test").strip();
    }
  }

  private static String uri(String cap) {
    return "uri/" + Gateway.escape(cap);
  }

  @ParameterizedTest
  @CsvSource({
    // A file, to a place that is missing, a file, a directory.
    "=hello.txt @f, Success: file copied, @f, 'hello world\n'",
    "=hello.txt @new/way/f, Success: file copied, @new/way/f, 'hello world\n'",
    "=hello.txt @, Success: files copied, @hello.txt, 'hello world\n'",
    "=hello.txt =L, Success: files copied, =L/hello.txt, 'hello world\n'",
    "=hello.txt =L/, Success: files copied, =L/hello.txt, 'hello world\n'",
    "=hello.txt =one.txt, Success: file copied, =one.txt, 'hello world\n'",
    "URI:LIT:nbswy3dpeb3w64tmmqfa =L/lit, Success: file copied, =L/lit, 'hello world\n'",
    "--caps-only URI:LIT:nbswy3dpeb3w64tmmqfa @cap, Success: file copied, @cap,"
        + " URI:LIT:nbswy3dpeb3w64tmmqfa",
    "=hello.txt @there, Success: file copied, @there, 'hello world\n'",
    "@there @new, Success: file copied, @new, 'there\n'",
    "@there =new, Success: file copied, =new, 'there\n'",
    "@there =one.txt, Success: file copied, =one.txt, 'there\n'",
    "@there =L, Success: files copied, =L/there, 'there\n'",
    "@there @way, Success: files copied, @way/there, 'there\n'",
    // Several files.
    "=hello.txt =one.txt @way, Success: files copied, @way/one.txt, 'one\n'",
    "=hello.txt @there =L, Success: files copied, =L/there, 'there\n'",
    "=hello.txt @there =new, Success: files copied, =new/there, 'there\n'",
    "=hello.txt =one.txt @many, Success: files copied, @many/one.txt, 'one\n'",
    "=hello.txt URI:LIT:nbswy3dpeb3w64tmmqfa/x @many, '', '', ''",
    // Directories: one with a name comes into the target, also if that is missing.
    "-r =src @, Success: files copied, @src/d1/d2/three, 'three\n'",
    "-r =src/ @newdir, Success: files copied, @newdir/src/one, 'one\n'",
    "-r =src =hello.txt @mixed, Success: files copied, @mixed/hello.txt, 'hello world\n'",
    "-r =src =L, Success: files copied, =L/src/d1/two, 'two\n'",
    "-r @way =new, Success: files copied, =new/way/deep, 'deep\n'",
    "-r @way @new, Success: files copied, @new/way/deep, 'deep\n'",
    "-r @way/ =L, Success: files copied, =L/way/deep, 'deep\n'",
    // One that has no name is not to be seen in the target.
    "-r @ =new, Success: files copied, =new/way/deep, 'deep\n'",
    "-r @ =L, Success: files copied, =L/there, 'there\n'",
    "-r @ =hello.txt =new, Success: files copied, =new/hello.txt, 'hello world\n'",
    "-r =src =L/a/b, Success: files copied, =L/a/b/src/one, 'one\n'",
  })
  void whatIsCopiedIsThere(String arguments, String said, String where, String contents)
      throws IOException {
    write("there", "there\n");
    write("deep", "deep\n");
    cp("=there", "@there");
    run("mkdir", dir + "/way");
    cp("=deep", "@way");
    Files.delete(temp.resolve("there"));
    Files.delete(temp.resolve("deep"));
    RunningProgram program = cp(arguments.split(" "));
    if (said.isEmpty()) {
      assertThat(program.status()).isOne();
      return;
    }
    assertThat(program.err()).isEmpty();
    assertThat(program.out()).isEqualTo(said + "\n");
    assertThat(program.status()).isZero();
    String found = where.startsWith("=") ? Files.readString(Path.of(expanded(where))) : get(where);
    assertThat(found).isEqualTo(contents);
  }

  @ParameterizedTest
  @CsvSource({
    "=src @, cannot copy directories without --recursive",
    "=hello.txt @nosuch/, 'target is not a directory, but ends with a slash'",
    "=hello.txt =L/nosuch/, 'target is not a directory, but ends with a slash'",
    "=hello.txt =one.txt @file, copying multiple things requires target be a directory",
    "-r =src @file, cannot copy directory into a file",
    "-r =src =one.txt, cannot copy directory into a file",
    "=nosuch @, No such file or directory '=nosuch'",
    "@nosuch =L, No such file or directory '@nosuch'",
    "=src/dangling @, No such file or directory '=src/dangling'",
    "=hello.txt/ @, 'source ''''=hello.txt/'''' is not a directory, but ends with a slash'",
    "@file/ =L, 'source ''''@file/'''' is not a directory, but ends with a slash'",
    "URI:LIT:nbswy3dpeb3w64tmmqfa =L, 'when copying into a directory, all source files must have"
        + " names, but ''URI:LIT:nbswy3dpeb3w64tmmqfa'' is unnamed'",
    "=hello.txt =L/../hello.txt @, cannot copy multiple files with the same name into the same"
        + " target directory",
    "=hello.txt nosuch:, 'error: Unknown alias ''nosuch'', please create it with'",
  })
  void whatMakesNoSenseIsRefused(String arguments, String message) {
    assertThat(cp("=hello.txt", "@file").status()).isZero();
    RunningProgram program = cp(arguments.split(" "));
    assertThat(program.status()).isOne();
    assertThat(program.out()).isEmpty();
    assertThat(program.err()).startsWith(message.replace("=", temp + "/").replace("@", dir + "/"));
    assertThat(ls("@")).isEqualTo("file\n");
  }

  @Test
  void aTreeComesBackAsItWas() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      byte[] contents = new byte[random.nextInt(3000)];
      random.nextBytes(contents);
      Path file = temp.resolve("tree/d%d/e%d/file %d".formatted(i % 3, i % 7, i));
      Files.createDirectories(file.getParent());
      Files.write(file, contents);
    }
    assertThat(cp("-r", "=tree", "@").out()).isEqualTo(COPIED);
    assertThat(cp("-r", "@tree", "=back").out()).isEqualTo(COPIED);
    assertThat(differences("tree", "back/tree")).isEmpty();
    // Once more, over what is there: everything has its name still, and nothing is there twice.
    assertThat(cp("-r", "=tree", "@").out()).isEqualTo(COPIED);
    assertThat(cp("-r", "@tree", "=back").out()).isEqualTo(COPIED);
    assertThat(differences("tree", "back/tree")).isEmpty();
    // From grid to grid, and the contents of a directory without a name directly.
    assertThat(cp("-r", "@tree", "@copies").out()).isEqualTo(COPIED);
    String cap = run("mkdir", dir + "/copies/tree").out().strip();
    assertThat(cp("-r", cap, "=direct").out()).isEqualTo(COPIED);
    assertThat(differences("tree", "direct")).isEmpty();
  }

  private String differences(String one, String other) throws Exception {
    Process diff =
        new ProcessBuilder(
                "diff", "-r", temp.resolve(one).toString(), temp.resolve(other).toString())
            .redirectErrorStream(true)
            .start();
    String text = new String(diff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    diff.waitFor();
    return text;
  }

  @Test
  void emptyFoldersAreCopiedAndWhatIsNoFileIsPassedOver() {
    assertThat(cp("-r", "=src", "@").status()).isZero();
    assertThat(ls("@src")).isEqualTo("d1\nempty\none\n");
    assertThat(cp("-r", "@src", "=L").status()).isZero();
    assertThat(temp.resolve("L/src/empty")).isEmptyDirectory();
  }

  @Test
  void newDirectoriesSayWhenTheyWereLinked() {
    assertThat(cp("-r", "=src", "@").status()).isZero();
    assertThat(run("ls", "-l", dir + "/src").out())
        .containsPattern("drwx +- [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d +d1\n");
  }

  @Test
  void aMutableFileKeepsItsCapability() throws Exception {
    String cap =
        new RunningProgram().run(withNode("put", "-m", temp + "/one.txt", dir + "/src/one")).out();
    write("src/one", "new contents");
    assertThat(cp("=src/one", "@src/one").out()).isEqualTo("Success: file copied\n");
    assertThat(get(cap.strip())).isEqualTo("new contents");
    write("src/one", "newer contents");
    assertThat(cp("-r", "=src", "@").out()).isEqualTo(COPIED);
    assertThat(get(cap.strip())).isEqualTo("newer contents");
    // A copy of it is an ordinary file.
    assertThat(cp("@src/one", "@copy").status()).isZero();
    assertThat(run("ls", "-l", dir + "/copy").out()).startsWith("-r-- 14 ");
  }

  @Test
  void oneFileThatFailsDoesNotStopTheOthers() throws Exception {
    String lost = "URI:CHK:" + "a".repeat(26) + ":" + "a".repeat(52) + ":1:3:1000";
    assertThat(cp("-r", "=src", "@").status()).isZero();
    link("src", "lost", "filenode", lost);
    RunningProgram program = cp("-r", "@src", "=L");
    assertThat(program.status()).isOne();
    assertThat(program.out()).isEmpty();
    assertThat(program.err())
        .startsWith("src/lost: Error during GET: 410 Gone\nNoSharesError")
        .endsWith("error: one thing could not be copied, see above\n");
    assertThat(temp.resolve("L/src/d1/d2/three")).hasContent("three\n");
    try (Stream<Path> files = Files.list(temp.resolve("L/src"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("one", "d1", "empty");
    }
  }

  private void link(String directory, String name, String kind, String cap)
      throws CommandException {
    post(
        uri(dir + "/" + directory) + "?t=set_children",
        "{\"%s\": [\"%s\", {\"ro_uri\": \"%s\"}]}".formatted(name, kind, cap));
  }

  /** Who wrote a directory must not choose where on this machine is written. */
  @ParameterizedTest
  @CsvSource({"../evil", "..", ".", "/tmp/evil", "a/b"})
  void namesThatLeadElsewhereAreNotFollowed(String name) throws Exception {
    run("mkdir", dir + "/bad");
    link("bad", name, "filenode", "URI:LIT:nbswy3dpeb3w64tmmqfa");
    RunningProgram program = cp("-r", "@bad", "=L/deep/er");
    assertThat(program.status()).isOne();
    assertThat(program.err()).contains("cannot be the name of a file here");
    assertThat(temp.resolve("L/deep/er/bad")).isEmptyDirectory();
    assertThat(temp.resolve("L/deep/er/evil")).doesNotExist();

    run("mkdir", dir + "/bad2");
    link("bad2", name, "dirnode", "URI:DIR2-LIT:");
    assertThat(cp("-r", "@bad2", "=L/deep/er").status()).isOne();
    assertThat(temp.resolve("L/deep/er/bad2")).isEmptyDirectory();
  }

  @Test
  void aDirectoryInItselfIsNoEndlessCopy() throws Exception {
    assertThat(cp("-r", "=src", "@").status()).isZero();
    String cap = run("mkdir", dir + "/src").out().strip();
    post(
        uri(dir + "/src/d1") + "?t=set_children",
        "{\"again\": [\"dirnode\", {\"rw_uri\": \"%s\"}]}".formatted(cap));
    RunningProgram program = cp("-r", "@src", "=L");
    assertThat(program.status()).isOne();
    assertThat(program.err()).startsWith("src/d1/again: error: the directory contains itself\n");
    assertThat(temp.resolve("L/src/d1/d2/three")).hasContent("three\n");

    Files.createSymbolicLink(temp.resolve("src/d1/circle"), Path.of("../../src"));
    assertThat(cp("-r", "=src", "@copy").err()).contains("the directory contains itself");
    assertThat(get("@copy/src/d1/two")).isEqualTo("two\n");
  }

  @Test
  void whatIsInTheWayStays() throws Exception {
    run("mkdir", dir + "/hello.txt");
    RunningProgram onto = cp("=hello.txt", "@");
    assertThat(onto.status()).isOne();
    assertThat(onto.err()).contains("hello.txt", "a directory is in the way");
    assertThat(run("ls", dir + "/hello.txt").status()).isZero();

    assertThat(cp("=hello.txt", "@src").status()).isZero();
    RunningProgram file = cp("-r", "=src", "@");
    assertThat(file.status()).isOne();
    assertThat(file.err()).contains("a file is in the way");
    assertThat(get("@src")).isEqualTo("hello world\n");

    write("L/src", "a file");
    assertThat(cp("-r", "=src", "=L").err()).contains("a file is in the way");
    Files.createDirectory(temp.resolve("L/hello.txt"));
    assertThat(cp("=hello.txt", "=L").err()).contains("a directory is in the way");
  }

  @Test
  void aDirectoryThatOnlyLetsReadIsNoTarget() throws Exception {
    String readOnly;
    try (Answer answer = gateway.get(uri(dir) + "?t=readonly-uri", "test")) {
      readOnly = answer.text("test").strip();
    }
    RunningProgram program = cp("=hello.txt", readOnly);
    assertThat(program.status()).isOne();
    assertThat(program.err()).contains("does not grant changes");
  }

  @Test
  void whatALaterProgramKnowsIsSaidAndTheRestIsCopied() throws Exception {
    run("mkdir", dir + "/new");
    link("new", "thing", "unknown", "ro.lafs://later");
    link("new", "file", "filenode", "URI:LIT:nbswy3dpeb3w64tmmqfa");
    RunningProgram program = cp("-r", "@new", "=L");
    assertThat(program.status()).isOne();
    assertThat(program.err()).startsWith("new/thing: Cannot copy unknown nodes");
    assertThat(temp.resolve("L/new/file")).hasContent("hello world\n");
  }

  /** Two ways to write one name are one name on the grid. */
  @Test
  void namesThatAreTheSameOnTheGridAreNotMixedUp() throws Exception {
    write("names/\u00e9", "composed");
    write("names/e\u0301", "decomposed");
    write("names/other", "another file");
    RunningProgram both = cp("-r", "=names", "@");
    assertThat(both.status()).isOne();
    assertThat(both.err())
        .isEqualTo(
            """
            %s/names/e\u0301: error: there its name is the same as that of another
            error: one thing could not be copied, see above
            """
                .formatted(temp));
    assertThat(ls("@names")).isEqualTo("other\n\u00e9\n");
    assertThat(get("@names/\u00e9")).isEqualTo("composed");
    Files.delete(temp.resolve("names/\u00e9"));
    assertThat(cp("-r", "=names", "@").status()).isZero();
    assertThat(ls("@names")).isEqualTo("other\n\u00e9\n");
    assertThat(get("@names/\u00e9")).isEqualTo("decomposed");
  }

  @Test
  void namesThatAreNotUtf8AreRefusedByNameAndTheRestIsCopied() throws Exception {
    write("odd/good", "good");
    Process shell =
        new ProcessBuilder("bash", "-c", "printf x > $'bad\\xff'; mkdir $'dir\\xfe'")
            .directory(temp.resolve("odd").toFile())
            .start();
    assertThat(shell.waitFor()).isZero();
    RunningProgram program = cp("-r", "=odd", "@");
    assertThat(program.status()).isOne();
    assertThat(program.err())
        .contains("/odd/bad\\xff\": error: its name is not UTF-8\n", "/odd/dir\\xfe")
        .endsWith("error: 2 things could not be copied, see above\n");
    assertThat(ls("@odd")).isEqualTo("good\n");
  }

  @Test
  void aCopyThatIsResumedReadsNothingThatIsThere() throws Exception {
    assertThat(cp("-r", "=src", "@").status()).isZero();
    RunningProgram again = cp("-r", "--resume", "--json", "=src", "@");
    assertThat(again.out()).contains("\"files\": 3, \"present\": 3, \"failed\": 0, \"bytes\": 0");
    assertThat(cp("-r", "=src", "@").out()).isEqualTo(COPIED);

    // Of another size, or newer than what is there: copied.
    write("src/one", "number one\n");
    Path two = temp.resolve("src/d1/two");
    Files.writeString(two, "2wo\n");
    Files.setLastModifiedTime(two, FileTime.from(Instant.now().plusSeconds(3600)));
    assertThat(cp("-r", "--resume", "--json", "=src", "@").out())
        .contains("\"files\": 3, \"present\": 1, \"failed\": 0, \"bytes\": 15");
    assertThat(get("@src/one")).isEqualTo("number one\n");
    assertThat(get("@src/d1/two")).isEqualTo("2wo\n");

    // And back: what is here already stays.
    assertThat(cp("-r", "@src", "=L").status()).isZero();
    assertThat(cp("-r", "--resume", "--json", "@src", "=L").out())
        .contains("\"files\": 3, \"present\": 3");
    Files.delete(temp.resolve("L/src/one"));
    assertThat(cp("-r", "--resume", "--json", "@src", "=L").out())
        .contains("\"files\": 3, \"present\": 2");
    assertThat(temp.resolve("L/src/one")).hasContent("number one\n");
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "64, 0", "0, 1", "65, 1", "many, 1"})
  void soManyFilesAtATimeAsAreWanted(String jobs, int status) {
    RunningProgram program = cp("-j", jobs, "-r", "=src", "@");
    assertThat(program.status()).isEqualTo(status);
    assertThat(program.out()).contains(status == 0 ? COPIED : "--jobs must be a number from");
  }

  @Test
  void withCapsOnlyTheReadCapsAreCopied() throws Exception {
    assertThat(cp("-r", "=src", "@").status()).isZero();
    assertThat(cp("--caps-only", "-r", "@src", "=L").out()).isEqualTo(COPIED);
    assertThat(temp.resolve("L/src/one")).hasContent("URI:LIT:n5xgkcq");
  }

  @Test
  void verboseSaysEveryStep() throws Exception {
    write("vsrc/only", "only\n");
    RunningProgram program = cp("-v", "-r", "=vsrc", "@verb");
    assertThat(program.out()).isEqualTo(COPIED);
    assertThat(program.err())
        .isEqualTo(
            """
            examining 1 of 1
            attaching sources to targets, 0 files / 1 dirs in root
            targets assigned, 1 dirs, 1 files
            starting copy, 1 files, 1 directories
            1/1 files, 0/1 directories
            1/1 directories
            """);
  }

  @Test
  void quietSaysNothing() {
    RunningProgram program = run("-q", "cp", temp + "/hello.txt", dir + "/q");
    assertThat(program.status()).isZero();
    assertThat(program.out() + program.err()).isEmpty();
  }

  @Test
  void withoutANodeNothingIsTried() {
    RunningProgram program =
        new RunningProgram()
            .run("cp", "-u", "http://127.0.0.1:1", temp + "/hello.txt", "URI:DIR2-LIT:");
    assertThat(program.status()).isOne();
    assertThat(program.err())
        .startsWith(
            "Error examining target 'URI:DIR2-LIT:': -1 Error trying to connect to"
                + " http://127.0.0.1:1/uri/…: ");
  }
}
