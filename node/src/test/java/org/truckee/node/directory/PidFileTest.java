package org.truckee.node.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.node.config.NodeException;

class PidFileTest {
  private static final ProcessHandle SELF = ProcessHandle.current();

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("running.process");
  }

  private static double start(ProcessHandle process) {
    return process.info().startInstant().orElseThrow().toEpochMilli() / 1000.0;
  }

  @Test
  void theFileNamesThisProcessWhileTheDirectoryIsTaken() throws Exception {
    try (PidFile _ = PidFile.take(directory)) {
      String[] fields = Files.readString(file()).split("\\s");
      assertThat(fields).hasSize(2);
      assertThat(Long.parseLong(fields[0])).isEqualTo(SELF.pid());
      assertThat(Math.abs(Double.parseDouble(fields[1]) - start(SELF))).isLessThan(1);
      assertThat(Files.size(directory.resolve("running.process.lock"))).isZero();
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void aDirectoryIsTakenOnceAtATime() throws Exception {
    try (PidFile _ = PidFile.take(directory)) {
      assertThatThrownBy(() -> PidFile.take(directory))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("A process is already running as PID " + SELF.pid());
      assertThat(file()).exists();
    }
    PidFile.take(directory).close();
  }

  @Test
  void anotherLivingProcessKeepsTheDirectory() throws Exception {
    ProcessHandle other = SELF.parent().orElseThrow();
    String content = "%d %.2f\n".formatted(other.pid(), start(other));
    Files.writeString(file(), content);
    assertThatThrownBy(() -> PidFile.take(directory))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("already running as PID " + other.pid());
    assertThat(file()).hasContent(content.strip());
  }

  @Test
  void aProcessThatInheritedTheNumberOfAnEarlierNodeDoesNot() throws Exception {
    ProcessHandle other = SELF.parent().orElseThrow();
    Files.writeString(file(), "%d %.2f\n".formatted(other.pid(), start(other) - 86_400));
    PidFile.take(directory).close();
  }

  @Test
  void norDoesAProcessThatIsGoneOrAnEarlierOneWithOurNumber() throws Exception {
    Files.writeString(file(), "999999999 1795287941.79\n");
    PidFile.take(directory).close();
    Files.writeString(file(), "%d %.2f\n".formatted(SELF.pid(), start(SELF)));
    PidFile.take(directory).close();
  }

  @Test
  void anEmptyFileIsWhatTheLossOfPowerLeavesAndMadeAnew() throws Exception {
    Files.writeString(file(), "");
    try (PidFile _ = PidFile.take(directory)) {
      assertThat(Files.readString(file())).startsWith(SELF.pid() + " ");
    }
  }

  @Test
  void aNodeOfOursKeepsItsDirectoryWhateverTheClockSays() throws Exception {
    Process other =
        new ProcessBuilder(
                "" + Path.of(System.getProperty("java.home"), "bin", "java"),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("taken");
      // As after a clock that jumped: the process seems to have begun at another time.
      Files.writeString(file(), "%d 12345.67\n".formatted(other.pid()));
      assertThatThrownBy(() -> PidFile.take(directory))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("already running")
          .hasMessageContaining("as PID " + other.pid());
    } finally {
      other.destroyForcibly().waitFor();
    }
    PidFile.take(directory).close();
  }

  /** Takes a directory and keeps it. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      PidFile.take(Path.of(arguments[0]));
      System.out.println("taken");
      Thread.currentThread().join();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "x y", "1 2 3", "-1 5", "99999999999999999999 1", "1 nan"})
  void aFileThatSaysSomethingElseIsLeftForTheOperator(String content) throws Exception {
    Files.writeString(file(), content);
    assertThatThrownBy(() -> PidFile.take(directory))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("found invalid PID file in");
    assertThat(Files.readString(file())).isEqualTo(content);
  }
}
