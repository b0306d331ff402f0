package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.node.EmbeddedGrid;
import org.truckee.node.NodeResources;

/** The commands against a grid of three servers. */
class GridCommandsTest {
  @TempDir static Path temp;
  private static NodeResources resources;
  private static EmbeddedGrid grid;

  @BeforeAll
  static void startGrid() throws Exception {
    resources = NodeResources.start();
    grid =
        EmbeddedGrid.start(
            new EmbeddedGrid.Wish(temp.resolve("grid"), OptionalInt.of(3), OptionalInt.of(0)),
            resources);
  }

  @AfterAll
  static void stopGrid() {
    grid.close();
    resources.close();
  }

  private static RunningProgram run(String... arguments) {
    return run(new byte[0], arguments);
  }

  private static RunningProgram run(byte[] input, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "-d";
    all[1] = temp.resolve("grid/client").toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return new RunningProgram().withInput(input).run(all);
  }

  private static byte[] file(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 55, 56, 100_000, (1 << 20) + 1, 3_000_000})
  void whatIsPutComesBack(int length) throws Exception {
    byte[] contents = file(length, length);
    Path source = Files.write(temp.resolve("source"), contents);
    RunningProgram put = run("put", source.toString());
    assertThat(put.status()).as(put.err()).isZero();
    assertThat(put.err()).isEqualTo("200 OK\n");
    String cap = put.out().strip();
    assertThat(cap).startsWith(length <= 55 ? "URI:LIT:" : "URI:CHK:");

    assertThat(run("get", cap).outBytes()).isEqualTo(contents);
    assertThat(run("get", cap, "-").outBytes()).isEqualTo(contents);
    Path copy = temp.resolve("copy");
    RunningProgram get = run("get", cap, copy.toString());
    assertThat(get.status()).as(get.err()).isZero();
    assertThat(copy).hasBinaryContent(contents);
  }

  @Test
  void standardInputIsStoredLikeAFile() throws Exception {
    byte[] contents = file(2_000_000, 1);
    Path source = Files.write(temp.resolve("same"), contents);
    RunningProgram put = run(contents, "put", "-");
    assertThat(put.err()).isEqualTo("waiting for file data on stdin..\n200 OK\n");
    assertThat(put.out()).isEqualTo(run("put", source.toString()).out());
  }

  @Test
  void checkCountsSharesAndRepairMakesThemAnew() throws Exception {
    String cap = run(file(50_000, 2), "put").out().strip();
    RunningProgram check = run("check", cap, "--verify");
    assertThat(check.status()).as(check.err()).isZero();
    assertThat(check.out())
        .matches(
            "Summary: Healthy\n storage index: [a-z2-7]{26}\n"
                + " good-shares: 3 \\(encoding is 1-of-3\\)\n wrong-shares: 0\n");
    String index = check.out().replaceAll("(?s).*storage index: ([a-z2-7]{26}).*", "$1");
    loseShares(temp.resolve("grid/server-02/storage/shares"), index);
    assertThat(run("check", cap).out())
        .startsWith("Summary: Not Healthy: 2 shares (enc 1-of-3)\n")
        .contains(" good-shares: 2 (encoding is 1-of-3)\n");
    assertThat(run("check", "--repair", cap).out())
        .startsWith("Summary: not healthy\n")
        .endsWith(" repair successful\n");
    assertThat(run("check", cap).out()).startsWith("Summary: Healthy\n");
    assertThat(run("check", "--raw", cap).out()).startsWith("{").contains("\"sharemap\"");
  }

  private static void loseShares(Path shares, String index) throws IOException {
    Files.walkFileTree(
        shares,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.getParent().getFileName().toString().equals(index)) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  void filesAreKeptInDirectoriesByName() throws Exception {
    String directory = run("mkdir").out().strip();
    assertThat(directory).startsWith("URI:DIR2:");
    byte[] contents = file(1000, 3);
    RunningProgram put = run(contents, "put", "-", directory + "/a/b/file");
    assertThat(put.status()).as(put.err()).isZero();
    assertThat(put.err()).endsWith("201 Created\n");
    assertThat(run("get", directory + "/a/b/file").outBytes()).isEqualTo(contents);
    assertThat(run("ls", directory + "/").out()).isEqualTo("a\n");
    assertThat(run("ls", "-l", directory + "/a/b").out())
        .matches("-r-- 1000 [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d file\n");
    assertThat(run("ls", "-l", directory).out()).startsWith("drwx - ");
    String[] list = {"-d", temp.resolve("grid/client").toString(), "ls", "-l", "--uri", directory};
    assertThat(new RunningProgram().onATerminal().withColours().run(list).out())
        .matches("drwx - \\S+ \\d\\d \\S+ \u001b\\[1;34ma\u001b\\[0m URI:DIR2:\\S+\n");
    assertThat(new RunningProgram().withColours().run(list).out()).doesNotContain("\u001b");
    assertThat(run("ls", "--json", directory).out()).contains("\"dirnode\"", "rw_uri");
  }

  @Test
  void noDirectoryIsMovedIntoItself() {
    String directory = run("mkdir").out().strip();
    run("mkdir", directory + "/a/b");
    for (String to : List.of("/a/c", "/a/", "/a/b/", "/a/b/c")) {
      RunningProgram moved = run("mv", directory + "/a", directory + to);
      assertThat(moved.status()).as(to).isOne();
      assertThat(moved.err())
          .isEqualTo("error: a directory cannot be moved into itself; nothing was moved\n");
    }
    String itself = run("ls", "--uri", directory).out().strip().split(" +")[1];
    for (String to : List.of("/", "/x", "/b/x")) {
      RunningProgram moved = run("mv", directory + "/a", itself + to);
      assertThat(moved.status()).as(to).isOne();
      assertThat(moved.err())
          .isEqualTo("error: a directory cannot be moved into itself; nothing was moved\n");
    }
    assertThat(run("ls", directory).out()).isEqualTo("a\n");
    assertThat(run("ln", directory + "/a", itself + "/cycle").out()).isEqualTo("OK\n");
    assertThat(run("mv", directory + "/a", directory + "/ab").out()).isEqualTo("OK\n");
  }

  @Test
  void whatHasNoCapabilityIsNotLinked() {
    String directory = run("mkdir").out().strip();
    RunningProgram linked = run("ln", "URI:FUTURE:x", directory + "/later");
    assertThat(linked.status()).isOne();
    assertThat(linked.err()).startsWith("Error: there is no capability that could be linked");
    assertThat(run("ls", directory).out()).isEmpty();
    assertThat(run("ln", "ro.URI:FUTURE:x", directory + "/later").out()).isEqualTo("OK\n");
  }

  @Test
  void aBackupIntoAFileFailsBeforeAnythingIsStored() throws Exception {
    String directory = run("mkdir").out().strip();
    run(file(10, 5), "put", "-", directory + "/file");
    run(file(10, 5), "put", "-", directory + "/place/Archives");
    Path tree = Files.createDirectories(temp.resolve("small tree"));
    RunningProgram below = run("backup", tree.toString(), directory + "/file");
    assertThat(below.status()).isOne();
    assertThat(below.err())
        .isEqualTo(
            "Unable to create target directory: 400 Bad Request\n"
                + "Files have no children named 'Archives'\n");
    RunningProgram inTheWay = run("backup", tree.toString(), directory + "/place");
    assertThat(inTheWay.status()).isOne();
    assertThat(inTheWay.err())
        .isEqualTo("Unable to create target directory: there is something else in its place\n");
  }

  @Test
  void namesAreMovedAndRemoved() throws Exception {
    String directory = run("mkdir").out().strip();
    run(file(10, 4), "put", "-", directory + "/old");
    assertThat(run("mkdir", directory + "/in/there").out()).startsWith("URI:DIR2:");
    assertThat(run("mv", directory + "/old", directory + "/old").status()).isOne();
    assertThat(run("mv", directory + "/old", directory + "/in/").out()).isEqualTo("OK\n");
    assertThat(run("ls", directory + "/in").out()).isEqualTo("old\nthere\n");
    RunningProgram onto = run("mv", directory + "/in/old", directory + "/in/there");
    assertThat(onto.status()).isOne();
    assertThat(onto.err()).contains("can't overwrite a directory");
    assertThat(run("rm", directory + "/in/old").out()).isEqualTo("200 OK\n");
    assertThat(run("ls", directory + "/in").out()).isEqualTo("there\n");
    assertThat(run("ls", directory + "/in/old").status()).isEqualTo(2);
    assertThat(run("rm", directory).status()).isOne();
  }

  @Test
  void aMutableFileKeepsItsCapability() throws Exception {
    String cap = run(file(10, 5), "put", "--mutable", "-").out().strip();
    assertThat(cap).startsWith("URI:SSK:");
    assertThat(run(file(20, 6), "put", "-", cap).out().strip()).isEqualTo(cap);
    assertThat(run("get", cap).outBytes()).isEqualTo(file(20, 6));
    assertThat(run("put", "--format=x", "-").out()).contains("x is an invalid format");
  }

  @Test
  void aFileThatIsNotOnTheGridIsAnError() {
    String cap = "URI:CHK:" + "a".repeat(26) + ":" + "a".repeat(52) + ":1:3:1000";
    RunningProgram get = run("get", cap, temp.resolve("nothing").toString());
    assertThat(get.status()).isEqualTo(1);
    assertThat(get.err()).startsWith("Error during GET: 410 Gone\nNoSharesError");
    assertThat(temp.resolve("nothing")).doesNotExist();
    RunningProgram check = run("check", cap);
    assertThat(check.status()).isZero();
    assertThat(check.out()).startsWith("Summary: Not Healthy: 0 shares (enc 1-of-3)\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"URI:CHK:junk", "URI:", "URI:NEW:thing"})
  void aCapThatNobodyUnderstandsIsAnError(String cap) {
    RunningProgram get = run("get", cap);
    assertThat(get.status()).isEqualTo(1);
    assertThat(get.out()).isEmpty();
    assertThat(get.err()).startsWith("Error during GET: 400 Bad Request\n");
  }

  @Test
  void upSaysThatTheGridRunsAlready() {
    RunningProgram up = run("up", "--dir", temp.resolve("grid").toString());
    assertThat(up.status()).isEqualTo(1);
    assertThat(up.out()).isEmpty();
    assertThat(up.err()).startsWith("error: A process is already running as PID ");
  }
}
