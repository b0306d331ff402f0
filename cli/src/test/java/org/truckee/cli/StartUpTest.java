package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
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
import org.truckee.node.directory.NodeDirectory;

/** What a command or a node needs it alone pays for. */
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
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
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

  @Test
  void aStorageServerLoadsNothingOfAClient() throws Exception {
    Path node = Files.createDirectory(temp.resolve("server"));
    int port = NodeDirectory.freePort();
    Files.writeString(node.resolve("tahoe-client.tac"), "");
    Files.writeString(
        node.resolve("tahoe.cfg"),
        "[node]\nweb.port =\ntub.port = tcp:%1$d:interface=127.0.0.1\ntub.location = tcp:127.0.0.1:%1$d\n"
            .formatted(port));
    // The first time it makes its keys. It ends with its standard input.
    loaded("run", node.toString());
    assertThat(loaded("run", node.toString()))
        .contains("org.truckee.storage.disk.DiskStorageServer")
        .doesNotContain(
            "jdk.incubator.vector",
            "org.bouncycastle",
            "org.truckee.erasure",
            "org.truckee.grid.immutable",
            "org.truckee.grid.mutable",
            "org.truckee.grid.client",
            "org.truckee.web.pages",
            "org.truckee.web.api.WebGateway",
            "org.apache.sshd");
  }
}
