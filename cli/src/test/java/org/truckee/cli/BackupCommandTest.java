package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code spec/11 §B}: what a backup asks of a node, says, and remembers. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BackupCommandTest {
  private static final int SMALL = 1000;

  private static final String ROOT = "URI:DIR2:root";

  @TempDir Path temp;
  private GridInMemory grid;
  private Path node;
  private Path tree;

  @BeforeEach
  void start() throws IOException {
    grid = GridInMemory.start();
    node = temp.resolve("node");
    Files.createDirectories(node.resolve("private"));
    Files.writeString(node.resolve("node.url"), grid.url());
    Files.writeString(node.resolve("private/aliases"), "tahoe: %s\n".formatted(ROOT));
    tree = temp.resolve("tree");
    write("a.txt", "alpha");
    write("sub/b.txt", "beta");
    write("sub/deep/c.txt", "gamma");
    Files.createDirectory(tree.resolve("empty"));
  }

  @AfterEach
  void stop() {
    grid.close();
  }

  private void write(String name, String text) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private RunningProgram backup(String... options) {
    return run(
        Stream.of(
                Stream.of("backup"),
                Stream.of(options),
                Stream.of(tree.toString(), "tahoe:backups"))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  private RunningProgram run(String... arguments) {
    return new RunningProgram()
        .run(
            Stream.concat(Stream.of("-d", node.toString()), Stream.of(arguments))
                .toArray(String[]::new));
  }

  private static List<String> summary(RunningProgram run) {
    return run.out()
        .lines()
        .filter(line -> line.contains(" files ") || line.contains("backup done"))
        .map(line -> line.replaceAll("[0-9]:[0-9:]+", "TIME"))
        .toList();
  }

  @Test
  void storesATreeAndLinksItTwice() throws IOException {
    RunningProgram run = backup();
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out().lines().limit(7))
        .allMatch(
            line -> line.matches("Backing up [1-7]/7\\.\\.\\. 0h 0m [0-9]+s elapsed\\.\\.\\."));
    assertThat(summary(run))
        .containsExactly(
            " 3 files uploaded (0 reused), 0 files skipped,"
                + " 4 directories created (0 reused), 0 directories skipped",
            " backup done, elapsed time: TIME");
    assertThat(grid.files()).containsExactlyInAnyOrder("alpha", "beta", "gamma");
    String top = "URI:DIR2-CHK:4";
    assertThat(grid.links())
        .hasSize(2)
        .containsEntry("/uri/%s/backups/Latest".formatted(ROOT), top);
    assertThat(grid.links().keySet())
        .anyMatch(
            path ->
                path.matches(
                    "/uri/URI:DIR2:root/backups/Archives/"
                        + "[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{2}:[0-9]{2}:[0-9]{2}Z"));
    JsonNode directory = grid.directories().getLast();
    assertThat(directory.properties().stream().map(child -> child.getKey()))
        .containsExactlyInAnyOrder("a.txt", "empty", "sub");
    assertThat(directory.at("/sub/0").asText()).isEqualTo("dirnode");
    assertThat(directory.at("/a.txt/0").asText()).isEqualTo("filenode");
    JsonNode metadata = directory.at("/a.txt/1/metadata");
    assertThat(metadata.path("mtime").asDouble())
        .isEqualTo(
            Files.getLastModifiedTime(tree.resolve("a.txt")).to(TimeUnit.NANOSECONDS) / 1e9,
            org.assertj.core.data.Offset.offset(1e-3));
    assertThat(metadata.path("st_mode").asInt() & 0170000).isEqualTo(0100000);
    assertThat(metadata.properties()).hasSize(7);
  }

  @Test
  void readsNothingASecondTimeThatIsAsItWas() throws IOException {
    backup();
    RunningProgram again = backup("-v");
    assertThat(again.out().lines())
        .contains(
            "skipping '%s/a.txt'..".formatted(tree),
            " re-using old directory for '%s/sub'".formatted(tree),
            " 0 files uploaded (3 reused), 0 files skipped,"
                + " 0 directories created (4 reused), 0 directories skipped",
            " 0 files checked, 0 directories checked");
    assertThat(grid.files()).hasSize(3);
    assertThat(grid.directories()).hasSize(4);

    write("sub/b.txt", "betas");
    RunningProgram changed = backup();
    assertThat(summary(changed).getFirst())
        .isEqualTo(
            " 1 files uploaded (2 reused), 0 files skipped,"
                + " 2 directories created (2 reused), 0 directories skipped");
    assertThat(summary(backup("--ignore-timestamps")).getFirst())
        .contains("3 files uploaded (0 reused)", "0 directories created (4 reused)");
  }

  /** Three backups within a second are three. */
  @Test
  void noBackupTakesThePlaceOfAnother() {
    backup();
    backup();
    backup();
    assertThat(grid.links()).hasSize(4);
  }

  @Test
  void leavesOutWhatItIsToldTo() throws IOException {
    write("b~", "x");
    write("sub/.git/config", "x");
    Path patterns = Files.writeString(temp.resolve("patterns"), " deep \n\n*.nothing\n");
    RunningProgram run =
        backup("--exclude-vcs", "--exclude=*~", "--exclude-from-utf-8=" + patterns);
    assertThat(run.status()).isZero();
    assertThat(grid.files()).containsExactlyInAnyOrder("alpha", "beta");
    RunningProgram missing = backup("--exclude-from-utf-8=" + temp.resolve("none"));
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err())
        .isEqualTo(
            "Error opening exclude file '%s/none'. (Error: no such file or directory)\n"
                .formatted(temp));
  }

  @Test
  void namesWhatItCannotStoreAndGoesOn() throws Exception {
    Files.createSymbolicLink(tree.resolve("link"), tree.resolve("a.txt"));
    Process shell =
        new ProcessBuilder("bash", "-c", "mkfifo pipe; printf x > $'bad\\xff'")
            .directory(tree.toFile())
            .start();
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    RunningProgram run = backup();
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().lines())
        .hasSize(3)
        .contains(
            "WARNING: cannot backup symlink '%s/link'".formatted(tree),
            "WARNING: cannot backup special '%s/pipe'".formatted(tree))
        .anyMatch(line -> line.endsWith(": its name is not UTF-8"));
    assertThat(summary(run).getFirst()).contains("3 files uploaded", "3 files skipped");
    assertThat(grid.links()).hasSize(2);
  }

  @Test
  void storesNothingOfWhatIsMissing() {
    RunningProgram run = run("backup", tree + "/none", "tahoe:backups");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).matches("Backing up 1/1\\.\\.\\. 0h 0m [0-9]+s elapsed\\.\\.\\.\n");
    assertThat(run.err())
        .startsWith("WARNING: permission denied on directory '%s/none'\nerror: ".formatted(tree));
    assertThat(grid.links()).isEmpty();
  }

  @Test
  void saysWhatThereWasToPrograms() throws IOException {
    Files.createSymbolicLink(tree.resolve("link"), tree.resolve("a.txt"));
    RunningProgram run = backup("--json");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/files/uploaded").asInt()).isEqualTo(3);
    assertThat(json.at("/files/skipped").asInt()).isEqualTo(1);
    assertThat(json.at("/directories/created").asInt()).isEqualTo(4);
    assertThat(json.at("/archive").asText()).endsWith("Z");
    assertThat(json.path("elapsed-seconds").isNumber()).isTrue();
  }

  @Test
  void isQuietIfToldSo() {
    RunningProgram run = run("-q", "backup", tree.toString(), "tahoe:backups");
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEmpty();
  }

  /** A file that changes while it is sent is sent again. */
  @Test
  void readsAFileAgainThatChanged() throws IOException {
    grid.storing(
        (body, number) -> {
          String contents = text(body);
          if (contents.equals("alpha")) {
            write("a.txt", "omega");
          }
          return contents;
        });
    RunningProgram run = backup();
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(grid.files()).containsOnlyOnce("alpha", "omega");
    assertThat(summary(backup()).getFirst()).contains("0 files uploaded (3 reused)");
  }

  @Test
  void saysSoOfAFileThatChangesAllTheTimeAndStoresItAgainNextTime() throws IOException {
    grid.storing(
        (body, number) -> {
          String contents = text(body);
          if (contents.startsWith("alpha")) {
            write("a.txt", contents + "!");
          }
          return contents;
        });
    RunningProgram run = backup();
    assertThat(run.status()).isZero();
    assertThat(run.err())
        .startsWith("WARNING: file '%s/a.txt' changed while it was read: ".formatted(tree));
    assertThat(grid.links()).hasSize(2);
    grid.storing((body, number) -> text(body));
    assertThat(summary(backup()).getFirst()).contains("1 files uploaded (2 reused)");
  }

  /** What is added while it is sent does not matter; what is missing does. */
  @Test
  void readsAFileAgainThatShrank() throws Exception {
    byte[] large = new byte[32 << 20];
    Path file = Files.write(tree.resolve("large"), large);
    grid.storing(
        (body, number) -> {
          int begin = body.readNBytes(SMALL).length;
          // Only the large file has so much, and most of it has not been read yet.
          if (begin == SMALL) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
              channel.truncate(10);
            }
          }
          return Integer.toString(body.readAllBytes().length + begin);
        });
    RunningProgram run = backup();
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(grid.files()).contains("10");
    assertThat(summary(run).getFirst()).contains("4 files uploaded (0 reused), 0 files skipped");
  }

  /** What was stored before a failure is not stored again after it. */
  @Test
  void goesOnWhereItWasCutOff() {
    grid.storing(
        (body, number) -> {
          String contents = text(body);
          if (number == 2) {
            throw new IOException("shares could be placed on only 2 server(s)");
          }
          return contents;
        });
    RunningProgram run = backup("-j", "1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("Error during file PUT: 500 Internal Server Error\nshares could be placed");
    assertThat(grid.links()).isEmpty();
    grid.storing((body, number) -> text(body));
    assertThat(summary(backup()).getFirst()).contains("1 files uploaded (2 reused)");
  }

  /** With a node that waits for the second file before it answers the first. */
  @Test
  void storesSeveralFilesAtOnce() {
    CountDownLatch three = new CountDownLatch(3);
    grid.storing(
        (body, number) -> {
          three.countDown();
          try {
            if (!three.await(60, TimeUnit.SECONDS)) {
              throw new IOException("they came one after the other");
            }
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return text(body);
        });
    assertThat(backup("-j", "3").status()).isZero();
  }

  @Test
  void checksWhatItRemembersOfAnotherGrid() {
    grid.servers("a", "b");
    backup();
    assertThat(backup("-v").out()).contains(" 0 files checked, 0 directories checked");
    grid.servers("x", "y");
    RunningProgram other = backup("-v");
    assertThat(other.err()).startsWith("WARNING: the backup database was used with another grid");
    assertThat(other.out())
        .contains("(3 reused)", "checking 'URI:CHK:", " 3 files checked, 4 directories checked");
    grid.servers("a", "b");
    grid.healthy(false);
    assertThat(summary(backup()).getFirst())
        .contains("3 files uploaded (0 reused)", "4 directories created (0 reused)");
  }

  @Test
  void usesNoDatabaseThatItDoesNotUnderstand() throws IOException {
    Files.writeString(node.resolve("private/backupdb.sqlite"), "no database".repeat(1000));
    RunningProgram run = backup();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "backupdb file is unusable: file is not a database\n"
                + "ERROR: Unable to load backup db.\n");
    assertThat(grid.files()).isEmpty();
  }

  @Test
  void showsABarToPeople() {
    grid.storing(
        (body, number) -> {
          // As long as it takes a bar to appear.
          long limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(250);
          while (System.nanoTime() < limit) {
            Thread.onSpinWait();
          }
          return text(body);
        });
    RunningProgram run =
        new RunningProgram()
            .onATerminal()
            .run("-d", node.toString(), "backup", "-j", "1", tree.toString(), "tahoe:backups");
    assertThat(run.out()).doesNotContain("Backing up").contains("3 files uploaded");
    assertThat(run.err()).contains(" of 7 files, ", " left").endsWith("\r\u001b[K");
  }

  private static String text(java.io.InputStream body) throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }
}
