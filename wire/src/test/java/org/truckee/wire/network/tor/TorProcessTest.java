package org.truckee.wire.network.tor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.ConnectException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.wire.network.Place;

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

  /**
   * It knows of no other Tor than one that is not there, and gives up what it cannot reach soon.
   */
  private static final List<String> ISOLATED =
      List.of(
          "DirAuthority nowhere orport=1 v3ident=D586D18309DED4CD6D57C18FDB97EFA96D330566"
              + " 127.0.0.1:1 9695 DFC3 5FFE B861 329B 9F1A B04C 4639 7020 CE31",
          "SocksTimeout 2");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "x.onion",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.onion"
      })
  void whatARealTorCannotReachIsRefusedWithAReason(String host) throws Exception {
    Optional<String> program = installed();
    assumeTrue(program.isPresent(), "there is no Tor here");
    try (TorProcess tor = new TorProcess(program.get(), secrets(), ISOLATED)) {
      TorFamily family = new TorFamily(tor);
      assertThatThrownBy(() -> family.connect(new Place(host, 80), LIMIT))
          .isInstanceOf(ConnectException.class)
          .isNotInstanceOf(Socks5.NoProxyException.class)
          .message()
          .isNotBlank();
    }
  }

  @Test
  void anOnionServiceOfARealTorIsAddedAgainWhenTorWasLost() throws Exception {
    Optional<String> program = installed();
    assumeTrue(program.isPresent(), "there is no Tor here");
    Path secrets = secrets();
    InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    String id;
    String key;
    try (TorProcess tor = new TorProcess(program.get(), secrets, List.of("DisableNetwork 1"));
        TorControl control = tor.open(LIMIT)) {
      TorControl.Added added = control.addOnion(Optional.empty(), 3457, target, LIMIT);
      id = added.id();
      key = added.key().orElseThrow();
    }
    try (TorProcess tor = new TorProcess(program.get(), secrets, List.of("DisableNetwork 1"));
        OnionService service = new OnionService(tor, key, 3457, target)) {
      service.start();
      assertThat(service.await(LIMIT)).contains(id);
      try (TorControl control = tor.open(LIMIT)) {
        control.order("SIGNAL HALT", LIMIT);
      }
      long end = System.nanoTime() + LIMIT.toNanos();
      while (service.await(Duration.ZERO).isPresent()) {
        assertThat(System.nanoTime()).as("the loss is noticed").isLessThan(end);
        Thread.onSpinWait();
      }
      assertThat(service.await(LIMIT)).as("by the Tor that is started then").contains(id);
    }
  }

  @Test
  void aRealTorThatWantsAPasswordIsToldOf() throws Exception {
    Optional<String> program = installed();
    assumeTrue(program.isPresent(), "there is no Tor here");
    // The hash of some password, as 'tor --hash-password' makes it.
    List<String> password =
        List.of(
            "DisableNetwork 1",
            "CookieAuthentication 0",
            "HashedControlPassword"
                + " 16:872860B76453A77D60CA2BB8C1A7042072093276A3D701AD684053EC4C");
    try (TorProcess tor = new TorProcess(program.get(), secrets(), password)) {
      assertThatThrownBy(() -> tor.open(Duration.ofSeconds(3)))
          .isInstanceOf(TorException.class)
          .hasMessageContaining("wants a password");
    }
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
