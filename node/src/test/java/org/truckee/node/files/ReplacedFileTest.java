package org.truckee.node.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplacedFileTest {
  @TempDir Path temp;
  private Path file;

  @BeforeEach
  void choose() {
    file = temp.resolve("file");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private Path draft() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.filter(path -> path.toString().matches(".*\\.(part|tmp)")).findAny().get();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Stream<Manner> manners() {
    return Stream.of(Manner.USER, Manner.NODE, Manner.SECRET);
  }

  @ParameterizedTest
  @MethodSource("manners")
  void theOldContentStaysUntilTheNewOneIsComplete(Manner manner) throws Exception {
    Files.writeString(file, "old");
    try (ReplacedFile replaced = ReplacedFile.begin(file, manner)) {
      replaced.stream().write(bytes("new"));
      assertThat(file).hasContent("old");
      replaced.complete();
      assertThat(file).hasContent("new");
    }
    assertThat(names()).containsExactly("file");
  }

  @ParameterizedTest
  @MethodSource("manners")
  void whatIsNeverCompletedLeavesNothing(Manner manner) throws Exception {
    try (ReplacedFile replaced = ReplacedFile.begin(file, manner)) {
      replaced.stream().write(bytes("half"));
    }
    assertThat(names()).isEmpty();
    Files.writeString(file, "old");
    try (ReplacedFile replaced = ReplacedFile.begin(file, manner)) {
      replaced.stream().write(bytes("half"));
    }
    assertThat(names()).containsExactly("file");
    assertThat(file).hasContent("old");
  }

  @ParameterizedTest
  @MethodSource("manners")
  void theDraftOfAPrivateFileIsPrivate(Manner manner) throws Exception {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    try (ReplacedFile replaced = ReplacedFile.begin(file, manner)) {
      assertThat(mode(draft())).isEqualTo("rw-------");
      replaced.complete();
    }
    assertThat(mode(file)).isEqualTo("rw-r-----");
  }

  @Test
  void aNewSecretIsItsOwnersAndAnyOtherFileAsTheUmaskHasIt() throws Exception {
    ReplacedFile.write(file, bytes("x"), Manner.SECRET);
    assertThat(mode(file)).isEqualTo("rw-------");
    Path usual = Files.createFile(temp.resolve("usual"));
    ReplacedFile.write(temp.resolve("other"), bytes("x"), Manner.NODE);
    assertThat(mode(temp.resolve("other"))).isEqualTo(mode(usual));
  }

  @Test
  void aNameOfTheGreatestLengthIsNoTrouble() throws Exception {
    Path longest = temp.resolve("ä".repeat(127) + "x");
    ReplacedFile.write(longest, bytes("x"), Manner.USER);
    assertThat(longest).hasContent("x");
    Path tooLong = temp.resolve("x".repeat(256));
    assertThatThrownBy(() -> ReplacedFile.begin(tooLong, Manner.USER))
        .as("before anything is fetched")
        .isInstanceOf(IOException.class);
    assertThat(names()).hasSize(1);
  }

  @Test
  void aLinkLeadsToTheFileThatIsReplacedAlsoIfThereIsNone() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("elsewhere"));
    Files.createSymbolicLink(file, Path.of("elsewhere/real"));
    ReplacedFile.write(file, bytes("one"), Manner.USER);
    ReplacedFile.write(file, bytes("two"), Manner.USER);
    assertThat(file).isSymbolicLink();
    assertThat(folder.resolve("real")).hasContent("two");
    Path circle = Files.createSymbolicLink(temp.resolve("circle"), Path.of("circle"));
    assertThatThrownBy(() -> ReplacedFile.begin(circle, Manner.USER))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aFileOfSomebodyElseStaysTheirs() throws Exception {
    Files.writeString(file, "old");
    assumeThat(isSuperuser()).isTrue();
    Files.setAttribute(file, "unix:uid", 12345);
    Files.setAttribute(file, "unix:gid", 12346);
    ReplacedFile.write(file, bytes("new"), Manner.USER);
    assertThat(file).hasContent("new");
    assertThat(Files.readAttributes(file, "unix:uid,gid"))
        .isEqualTo(Map.of("uid", 12345, "gid", 12346));
  }

  @Test
  void aFileThatCanBeWrittenButNotReplacedIsWrittenInPlace() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("folder"));
    Path mounted = Files.writeString(folder.resolve("mounted"), "a longer old content");
    assumeThat(isSuperuser()).as("a bind mount can be made").isTrue();
    Path source = Files.writeString(temp.resolve("source"), "a longer old content");
    Process mount = new ProcessBuilder("mount", "--bind", "" + source, "" + mounted).start();
    assumeThat(mount.waitFor()).as("a bind mount can be made").isZero();
    try {
      ReplacedFile.write(mounted, bytes("new"), Manner.USER);
      ReplacedFile.write(mounted, bytes("newer"), Manner.SECRET);
      assertThat(source).hasContent("newer");
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(mounted);
      }
    } finally {
      new ProcessBuilder("umount", "" + mounted).start().waitFor();
    }
  }

  @Test
  void inAFolderWhereNothingCanBeMadeAFileIsWrittenInPlace() throws Exception {
    Files.writeString(file, "a longer old content");
    assumeThat(isSuperuser()).as("the superuser can make files everywhere").isFalse();
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("r-x------"));
    try {
      ReplacedFile.write(file, bytes("new"), Manner.USER);
      assertThat(file).hasContent("new");
    } finally {
      Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aCopyOfAFileThatBecomesShorterEndsWithAnError() throws Exception {
    Files.writeString(file, "shorter");
    try (FileChannel in = FileChannel.open(file);
        WritableByteChannel out = Channels.newChannel(OutputStream.nullOutputStream())) {
      ReplacedFile.copy(in, in.size(), out, file);
      assertThatThrownBy(() -> ReplacedFile.copy(in, in.size() + 1, out, file))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("durableManners")
  void whatHasBeenWrittenSurvivesTheLossOfPower(Manner manner) throws Exception {
    List<Path> synced =
        syncedBy(
            () -> ReplacedFile.write(file, bytes("a key that others know the node by"), manner));
    assertThat(synced).hasSize(2);
    assertThat(synced.getFirst().getParent()).as("first the contents").isEqualTo(temp);
    assertThat(synced.getLast()).as("then the directory with the name").isEqualTo(temp);
    Path folder = temp.resolve("a/b");
    assertThat(syncedBy(() -> ReplacedFile.makeFolder(folder, "rwx------")))
        .containsExactly(temp, temp.resolve("a"));
  }

  private static Stream<Manner> durableManners() {
    return manners().filter(Manner::durable);
  }

  /** What is written. */
  private interface Writing {
    void run() throws IOException;
  }

  /** The files and directories that this thread has had written to the disk, in order. */
  private List<Path> syncedBy(Writing writing) throws IOException {
    Path events = temp.resolveSibling(temp.getFileName() + ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
      recording.start();
      writing.run();
      recording.stop();
      recording.dump(events);
      return RecordingFile.readAllEvents(events).stream()
          .filter(event -> event.getThread().getJavaThreadId() == Thread.currentThread().threadId())
          .sorted(Comparator.comparing(RecordedEvent::getStartTime))
          .map(event -> Path.of(event.getString("path")))
          .toList();
    } finally {
      Files.deleteIfExists(events);
    }
  }

  @Test
  void aDraftThatACrashLeftIsTakenAwayByTheNext() throws Exception {
    Files.writeString(temp.resolve("file.tmp"), "left by a crash");
    ReplacedFile.write(file, bytes("new"), Manner.NODE);
    assertThat(names()).containsExactly("file");
  }

  @Test
  void aFolderIsMadeWithAllThatIsAboveIt() throws Exception {
    Path folder = temp.resolve("a/b/c");
    ReplacedFile.makeFolder(folder, "rwx------");
    ReplacedFile.makeFolder(folder, "rwx------");
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(folder.getParent()).isDirectory();
  }

  private boolean isSuperuser() throws IOException {
    return Files.getAttribute(temp, "unix:uid").equals(0);
  }
}
