package org.truckee.wire.foolscap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.ReconnectDelays;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;

/** The watch over a server that speaks Foolscap. */
@Timeout(60)
class FoolscapServerConnectionTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final NodeCertificate SERVER = certificate();
  private static final NodeCertificate CLIENT = certificate();

  @TempDir private Path directory;
  private final Semaphore found = new Semaphore(0);
  private DiskStorageServer store;
  private Tub serverTub;
  private Line line;
  private FoolscapServerConnection connection;

  private static NodeCertificate certificate() {
    return NodeCertificate.generate(Clock.systemUTC(), new SecureRandom());
  }

  private static TubOptions options() {
    return TubOptions.builder()
        .delays(new ReconnectDelays(Duration.ofMillis(20), 1.5, Duration.ofMillis(100), 0))
        .negotiationLimit(Duration.ofSeconds(5))
        .build();
  }

  @BeforeEach
  void start() throws Exception {
    store =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory.resolve("storage"), SERVER.tubId()).withDurable(false));
    serverTub = new Tub(SERVER, options());
    Listener listener =
        serverTub.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    line = new Line(listener.port());
    serverTub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + line.port())));
    Furl furl = serverTub.publish(FoolscapStorageServer.of(store));
    connection =
        new FoolscapServerConnection(
            () -> new Tub(CLIENT, options()),
            furl,
            new FoolscapServerConnection.WatchOptions(
                LIMIT, Duration.ofMillis(20), Duration.ofMillis(500)),
            Clock.systemUTC(),
            found::release);
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    serverTub.close();
    line.close();
    store.close();
  }

  private void awaitFound() throws InterruptedException {
    assertThat(found.tryAcquire(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
  }

  private void awaitLost() {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (connection.status().connected()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aServerIsFoundAndAskedWhatItIs() throws Exception {
    assertThat(connection.status().summary()).isEqualTo("unstarted");
    connection.start();
    assertThat(connection.awaitConnected(LIMIT)).isTrue();
    assertThat(connection.status().version().orElseThrow().applicationVersion())
        .isEqualTo(store.version().applicationVersion());
    assertThat(connection.status().summary()).startsWith("Connected to tcp:127.0.0.1:");
    assertThat(connection.server().orElseThrow().version().maximumMutableShareSize())
        .isEqualTo(store.version().maximumMutableShareSize());
    awaitFound();
    connection.close();
    assertThat(connection.status().connected()).isFalse();
  }

  @Test
  void aServerThatFallsSilentIsNoticedAndSoIsItsReturn() throws Exception {
    connection.start();
    assertThat(connection.awaitConnected(LIMIT)).isTrue();
    line.hold(true);
    awaitLost();
    assertThat(connection.status().summary()).contains("no sign of life");
    line.hold(false);
    assertThat(connection.awaitConnected(LIMIT)).isTrue();
  }

  @Test
  void aConnectionThatIsCutIsMadeAnew() throws Exception {
    connection.start();
    assertThat(connection.awaitConnected(LIMIT)).isTrue();
    awaitFound();
    line.cut();
    awaitFound();
    assertThat(connection.server().orElseThrow().version().maximumMutableShareSize())
        .isEqualTo(store.version().maximumMutableShareSize());
  }
}
