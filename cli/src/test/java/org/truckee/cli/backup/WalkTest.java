package org.truckee.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spec/11 §B2.1}: what a walk comes upon, and in which order. */
class WalkTest {
  @TempDir Path top;

  private void write(String name) throws IOException {
    Path file = top.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
  }

  /** Makes what Java cannot. */
  private void shell(String command) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", command).directory(top.toFile()).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private List<Step> walk(String... excluded) {
    List<Step> steps = new ArrayList<>();
    new Walk(top, new NamePatterns(List.of(excluded))).forEachRemaining(steps::add);
    return steps;
  }

  private List<String> files(String... excluded) {
    return walk(excluded).stream()
        .filter(Step.File.class::isInstance)
        .map(step -> top.relativize(((Step.File) step).path()).toString())
        .sorted()
        .toList();
  }

  private List<Step.Reason> reasons() {
    return walk().stream()
        .filter(Step.LeftOut.class::isInstance)
        .map(step -> ((Step.LeftOut) step).reason())
        .toList();
  }

  @Test
  void comesUponEachFolderAfterAllThatIsInIt() throws IOException {
    write("a");
    write("d/b");
    write("d/e/c");
    Files.createDirectory(top.resolve("empty"));
    List<Path> walked = new ArrayList<>();
    for (Step step : walk()) {
      switch (step) {
        case Step.Walked folder -> walked.add(folder.folder().path());
        case Step.File file -> {
          assertThat(walked).doesNotContain(file.folder().path());
          assertThat(file.size()).isEqualTo(1);
        }
        case Step.LeftOut leftOut -> assertThat(leftOut).isNull();
      }
    }
    assertThat(walked)
        .containsExactlyInAnyOrder(top, top.resolve("d"), top.resolve("d/e"), top.resolve("empty"))
        .containsSubsequence(top.resolve("d/e"), top.resolve("d"), top)
        .endsWith(top);
    assertThat(files()).containsExactly("a", "d/b", "d/e/c");
  }

  @Test
  void excludesByNameButNeverTheTop() throws IOException {
    write("a.txt");
    write("b~");
    write("sub/.git/x");
    write("sub/c.txt");
    assertThat(files("*~", ".git")).containsExactly("a.txt", "sub/c.txt");
    assertThat(files(top.getFileName().toString())).hasSize(4);
    assertThat(files("sub/*")).hasSize(4);
  }

  @Test
  void leavesOutLinksAndWhatIsNeitherFileNorDirectory() throws Exception {
    write("a");
    Files.createSymbolicLink(top.resolve("link"), top.resolve("a"));
    Files.createSymbolicLink(top.resolve("loop"), top);
    shell("mkfifo pipe");
    assertThat(reasons())
        .containsExactlyInAnyOrder(
            new Step.Reason.SymbolicLink(),
            new Step.Reason.SymbolicLink(),
            new Step.Reason.Special());
    assertThat(files()).containsExactly("a");
  }

  @Test
  void leavesOutNamesThatAreNotUtf8AndGoesOn() throws Exception {
    shell("printf x > $'bad\\xff' && printf x > $'bad\\xfe' && mkdir $'dir\\xff' && touch good");
    assertThat(reasons()).hasSize(3).containsOnly(new Step.Reason.NotUnicode());
    assertThat(files()).containsExactly("good");
  }

  @Test
  void takesTheReplacementCharacterItselfForAName() throws Exception {
    Assumptions.assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")));
    write("\ufffd");
    shell("printf x > $'\\xff'");
    assertThat(files()).containsExactly("\ufffd");
    assertThat(reasons()).containsExactly(new Step.Reason.NotUnicode());
  }

  @Test
  void ofTwoNamesThatAreOneOnTheGridItTakesTheComposedOne() throws Exception {
    Assumptions.assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")));
    write("e\u0301");
    write("\u00e9");
    write("E\u0301");
    assertThat(files()).containsExactlyInAnyOrder("\u00e9", "E\u0301");
    assertThat(reasons()).containsExactly(new Step.Reason.SameName("\u00e9"));
  }

  @Test
  void saysOfATopThatIsMissingThatItCannotBeRead() {
    List<Step> steps = new ArrayList<>();
    new Walk(top.resolve("none"), new NamePatterns(List.of())).forEachRemaining(steps::add);
    assertThat(steps).singleElement().isInstanceOf(Step.LeftOut.class);
  }
}
