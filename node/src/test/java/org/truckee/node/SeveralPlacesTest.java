package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.wire.Nurl;
import org.truckee.wire.foolscap.FoolscapStorageClient;
import org.truckee.wire.http.StorageHttpClient;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.network.Routes;

/** A server that is reached at several places, over IPv4, IPv6 and by name. */
@Timeout(120)
class SeveralPlacesTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private AnnouncedServer start(NodeResources resources, boolean forceFoolscap, Work work)
      throws Exception {
    int four = NodeDirectory.freePort();
    int six = NodeDirectory.freePort();
    Files.createDirectories(directory.resolve("private"));
    Files.writeString(directory.resolve("tahoe-client.tac"), "");
    Files.writeString(
        directory.resolve("tahoe.cfg"),
        """
        [node]
        tub.port = tcp:%1$d:interface=127.0.0.1:backlog=9, tcp6:%2$d:interface=\\:\\:1
        tub.location = tcp:127.0.0.1:%1$d,tcp:[::1]:%2$d,tcp:localhost:%1$d
        [storage]
        force_foolscap = %3$b
        """
            .formatted(four, six, forceFoolscap));
    try (Node node = Node.start(directory, resources)) {
      AnnouncedServer announced = node.announcement().orElseThrow();
      work.with(announced);
      return announced;
    }
  }

  private interface Work {
    void with(AnnouncedServer server) throws Exception;
  }

  @Test
  void itAnswersOverHttpsAtEach() throws Exception {
    try (NodeResources resources = NodeResources.start()) {
      AnnouncedServer announced =
          start(
              resources,
              false,
              server -> {
                for (Nurl nurl : server.nurls()) {
                  assertThat(
                          new StorageHttpClient(resources.transport(), nurl)
                              .version()
                              .applicationVersion())
                      .as(nurl.toString())
                      .startsWith("truckee");
                }
              });
      assertThat(announced.nurls())
          .extracting(Nurl::host)
          .containsExactly("127.0.0.1", "::1", "localhost");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itAnswersOverFoolscapAtEach(boolean forceFoolscap) throws Exception {
    try (NodeResources resources = NodeResources.start()) {
      start(
          resources,
          forceFoolscap,
          server -> {
            assertThat(server.nurls().isEmpty()).isEqualTo(forceFoolscap);
            for (ConnectionHint hint : server.furl().hints()) {
              assertVersionAt(Furl.of(server.tubId(), List.of(hint), server.furl().name()));
            }
          });
    }
  }

  private static void assertVersionAt(Furl furl) throws Exception {
    TubOptions.Builder options = TubOptions.builder();
    Routes.DIRECT.apply(options);
    NodeCertificate certificate = NodeCertificate.generate(Clock.systemUTC(), new SecureRandom());
    try (Tub tub = new Tub(certificate, options.build())) {
      assertThat(
              new FoolscapStorageClient(tub.connect(furl, LIMIT), LIMIT)
                  .version()
                  .applicationVersion())
          .as(furl.toString())
          .startsWith("truckee");
    }
  }
}
