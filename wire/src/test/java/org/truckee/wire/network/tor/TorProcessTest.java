package org.truckee.wire.network.tor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Tor that is started by a node; with a real one where there is one, cut off from the network.
 */
@Timeout(120)
class TorProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;

  /** Named by the system property {@code tor}, or on the path. */
  private static Optional<String> installed() {
    String named = System.getProperty("tor", "");
    return named.isEmpty()
        ? Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "tor"))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
        : Optional.of(named);
  }

  private Path secrets() throws Exception {
    return Files.createDirectory(
        directory.resolve("private"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  @Test
  void aRealTorIsStartedGivenOrdersAndEnded() throws Exception {
    Optional<String> program = installed();
    assumeTrue(program.isPresent(), "there is no Tor here");
    Path secrets = secrets();
    InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    String key;
    try (TorProcess tor = new TorProcess(program.get(), secrets, List.of("DisableNetwork 1"));
        TorControl control = tor.open(LIMIT)) {
      TorControl.Added added = control.addOnion(Optional.empty(), 3457, target, LIMIT);
      key = added.key().orElseThrow();
      control.removeOnion(added.id(), LIMIT);
      TorControl.Added again = control.addOnion(Optional.of(key), 3457, target, LIMIT);
      assertThat(again.id()).isEqualTo(added.id());
      assertThat(tor.find(LIMIT)).hasSize(1);
      assertThatThrownBy(() -> control.addOnion(Optional.of("RSA1024:AAAA"), 1, target, LIMIT))
          .isInstanceOf(TorException.class);
    }
    assertThat(secrets.resolve("tor-statedir")).isDirectory();
  }

  @Test
  void aProgramThatIsMissingIsNamed() throws Exception {
    try (TorProcess tor = new TorProcess(directory.resolve("none").toString(), secrets())) {
      assertThatThrownBy(() -> tor.open(LIMIT))
          .isInstanceOf(TorException.class)
          .hasMessageContaining("name it in [tor]tor.executable");
    }
  }

  @Test
  void aProgramThatEndsAtOnceIsNotWaitedFor() throws Exception {
    Path program = Files.writeString(directory.resolve("tor"), "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    try (TorProcess tor = new TorProcess(program.toString(), secrets())) {
      assertThatThrownBy(() -> tor.open(Duration.ofMinutes(5)))
          .isInstanceOf(TorException.class)
          .hasMessageContaining("ended as soon as it was started");
      assertThatThrownBy(() -> tor.open(LIMIT)).isInstanceOf(TorException.class);
    }
  }
}
