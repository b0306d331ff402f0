package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.node.config.NodeConfiguration.ConnectionSettings;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;
import org.truckee.wire.ServerConnection;
import org.truckee.wire.Swissnum;
import org.truckee.wire.foolscap.FoolscapStorageServer;
import org.truckee.wire.http.StorageHttpServer;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.network.Routes;
import org.truckee.wire.plugin.StoragePlugins;

/** A server whose HTTPS comes and goes is used over Foolscap meanwhile. */
@Timeout(120)
class ServerFallbackTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final NodeCertificate CERTIFICATE =
      NodeCertificate.generate(Clock.systemUTC(), new SecureRandom());

  @TempDir private Path directory;
  private final NodeResources resources = NodeResources.start();
  private DiskStorageServer store;
  private Tub tub;
  private Furl furl;
  private StorageHttpServer https;
  private ServerWatch watch;

  @BeforeEach
  void start() throws Exception {
    store =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory, CERTIFICATE.tubId()).withDurable(false));
    tub = new Tub(CERTIFICATE, TubOptions.defaults());
    InetAddress here = InetAddress.getLoopbackAddress();
    int port = tub.listen(new InetSocketAddress(here, 0)).port();
    tub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + port)));
    furl = tub.publish(FoolscapStorageServer.of(store));
    https = serve(0);
    watch =
        new ServerWatch(
            new ConnectionSettings(Optional.empty(), Optional.empty(), false),
            new ServerWatch.Ways(Routes.DIRECT, Map.of()),
            new ClientPlugins(Map.of(), StoragePlugins.installed()),
            resources);
  }

  private StorageHttpServer serve(int port) throws Exception {
    return StorageHttpServer.builder(store)
        .certificate(CERTIFICATE)
        .swissnum(new Swissnum(furl.name()))
        .listen(InetAddress.getLoopbackAddress(), port)
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    watch.close();
    https.close();
    tub.close();
    store.close();
    resources.close();
  }

  private static void await(ServerConnection server, String summary) throws Exception {
    Semaphore changes = new Semaphore(0);
    server.onChange(changes::release);
    while (!server.status().connected() || !server.status().summary().startsWith(summary)) {
      assertThat(changes.tryAcquire(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
          .as(server.status().summary())
          .isTrue();
    }
  }

  @Test
  void theServerIsUsedOverFoolscapUntilItAnswersOverHttpsAgain() throws Exception {
    int port = https.port();
    AnnouncedServer announced =
        new AnnouncedServer("s", "", "mfra", furl, List.of(https.nurl("127.0.0.1")));
    try (ServerConnection server = watch.over(announced, () -> {})) {
      server.start();
      await(server, "connected");
      https.close();
      // Nobody else takes the port meanwhile.
      try (Socket deaf = new Socket()) {
        deaf.setReuseAddress(true);
        deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        await(server, "Connected to tcp:127.0.0.1:");
        assertThat(server.server().orElseThrow().version().applicationVersion())
            .isEqualTo(store.version().applicationVersion());
      }
      https = serve(port);
      await(server, "connected");
      assertThat(server.server().orElseThrow().version().applicationVersion())
          .isEqualTo(store.version().applicationVersion());
    }
  }

  @Test
  void aServerWhoseHttpsNeverAnswersIsUsedOverFoolscap() throws Exception {
    AnnouncedServer announced =
        new AnnouncedServer("s", "", "mfra", furl, List.of(https.nurl("127.0.0.1")));
    https.close();
    try (ServerConnection server = watch.over(announced, () -> {})) {
      server.start();
      await(server, "Connected to tcp:127.0.0.1:");
    }
  }
}
