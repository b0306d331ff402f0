package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command needs it alone pays for. */
class StartUpTest {
  @TempDir Path temp;

  /** The names of the classes that a command loads. */
  private String loaded(String... arguments) throws IOException, InterruptedException {
    Path log = temp.resolve("loaded");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:disable",
                "-Xlog:class+load:file=" + log,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(log);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "help backup", "ls URI:DIR2-LIT: -u http://127.0.0.1:1"})
  void databasesAreForBackups(String command) throws Exception {
    assertThat(loaded(command.split(" "))).contains(Main.class.getName()).doesNotContain("sqlite");
  }

  /** The test would see it. */
  @Test
  void backupsHaveOne() throws Exception {
    Path node = Files.createDirectories(temp.resolve("private")).getParent();
    Files.writeString(node.resolve("node.url"), "http://127.0.0.1:1/");
    assertThat(loaded("-d", node.toString(), "backup", temp.toString(), "URI:DIR2-LIT:"))
        .contains("org.sqlite");
  }
}
