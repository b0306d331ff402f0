package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.cli.command.Streams;

/** Names of the grid on disks that do not tell all of them apart. */
class CollidingNamesTest {
  @TempDir Path folder;

  /** A disk of the usual kind on other systems: of names that differ in case the first remains. */
  private static Map<String, String> ignoringCase(Path folder, List<String> names) {
    Map<String, String> first = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Map<String, String> same = new TreeMap<>();
    for (String name : names) {
      String other = first.putIfAbsent(name, name);
      if (other != null) {
        same.put(name, other);
      }
    }
    return same;
  }

  private boolean tellsCaseApart() throws IOException {
    Files.createFile(folder.resolve("probe"));
    boolean apart = !Files.exists(folder.resolve("PROBE"));
    Files.delete(folder.resolve("probe"));
    return apart;
  }

  @Test
  void theDiskItselfIsAskedAndKeepsNothingOfIt() throws Exception {
    boolean apart = tellsCaseApart();
    Map<String, String> found =
        CollidingNames.in(folder, List.of("b", "Readme", "README"), CollidingNames.ON_DISK);
    assertThat(found).isEqualTo(apart ? Map.of() : Map.of("Readme", "README"));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void onlyNamesThatAreSimilarAreAskedAbout() throws Exception {
    CollidingNames.Probe all =
        (where, names) -> {
          Map<String, String> same = new TreeMap<>();
          names.stream().skip(1).forEach(name -> same.put(name, names.getFirst()));
          return same;
        };
    List<String> names =
        List.of(
            "a", "A", "ab", "\u00e9", "e\u0301", "E\u0301", "stra\u00dfe", "STRASSE", "x", "x.");
    assertThat(CollidingNames.in(folder, names, all))
        .isEqualTo(
            Map.of(
                "a", "A",
                "e\u0301", "E\u0301",
                "\u00e9", "E\u0301",
                "stra\u00dfe", "STRASSE",
                "x.", "x"));
  }

  @Test
  void aFolderThatTheDiskDoesNotTakeIsNamedAndTheRestIsMade() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    CopyReport report = new CopyReport(streams(said), CopyReport.Detail.FAILURES, System::nanoTime);
    String tooLong = "x".repeat(1000);
    PlannedFolder root = new PlannedFolder("");
    PlannedFolder refused = root.folder(tooLong);
    PlannedFolder below = root.folder("plain").folder("below");

    new LocalTarget(folder).makeFolders(root, 1, report);

    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith(tooLong + ": error: cannot make the directory '");
    assertThat(root.all()).contains(below).doesNotContain(refused);
    assertThat(folder.resolve("plain/below")).isDirectory();
  }

  private static Streams streams(ByteArrayOutputStream said) {
    return new Streams(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        new PrintStream(said, true, StandardCharsets.UTF_8),
        false);
  }

  @Test
  void theSecondIsNamedAndLeftOutWithAllBelowIt() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    CopyReport report = new CopyReport(streams(said), CopyReport.Detail.FAILURES, System::nanoTime);
    PlannedFolder root = new PlannedFolder("");
    PlannedFolder docs = root.folder("docs");
    PlannedFolder other = root.folder("Docs");
    root.folder("plain");

    new LocalTarget(folder, CollidingNamesTest::ignoringCase).makeFolders(root, 1, report);

    assertThat(said.toString(StandardCharsets.UTF_8))
        .isEqualTo("docs: error: on this disk its name is the same as 'Docs'\n");
    assertThat(root.all()).contains(other).doesNotContain(docs);
    try (Stream<Path> made = Files.list(folder)) {
      assertThat(made.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("Docs", "plain");
    }
  }
}
