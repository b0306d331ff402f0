package org.truckee.wire.foolscap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.NodeCertificate;
import org.truckee.crypto.StorageIndex;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.ReconnectDelays;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageServer;
import org.truckee.storage.WriteEnabler;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;

/** A server that reads a whole call over Foolscap and then loses the connection. */
class LostAnswerTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final NodeCertificate SERVER = certificate();
  private static final NodeCertificate CLIENT = certificate();
  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);
  private static final ShareNumber SHARE = new ShareNumber(3);
  private static final LeaseSecrets LEASES =
      new LeaseSecrets(new LeaseSecret(new byte[32]), new LeaseSecret(new byte[32]));

  @TempDir private Path directory;
  private final Semaphore found = new Semaphore(0);
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private DiskStorageServer store;
  private Tub serverTub;
  private Line line;
  private FoolscapServerConnection connection;

  private static NodeCertificate certificate() {
    return NodeCertificate.generate(Clock.systemUTC(), new SecureRandom());
  }

  @BeforeEach
  void start() throws Exception {
    store =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory.resolve("storage"), SERVER.tubId()).withDurable(false));
    serverTub = new Tub(SERVER, TubOptions.defaults());
    Listener listener =
        serverTub.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    line = new Line(listener.port());
    serverTub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + line.port())));
    LocalStorageServer cutting =
        (LocalStorageServer)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {LocalStorageServer.class},
                (unused, method, arguments) -> carryOut(method, arguments));
    Furl furl = serverTub.publish(FoolscapStorageServer.of(cutting));
    TubOptions options =
        TubOptions.builder()
            .delays(new ReconnectDelays(Duration.ofMillis(20), 1.5, Duration.ofMillis(100), 0))
            .build();
    connection =
        new FoolscapServerConnection(
            () -> new Tub(CLIENT, options),
            furl,
            new FoolscapServerConnection.WatchOptions(LIMIT, Duration.ofMillis(20), LIMIT),
            Clock.systemUTC(),
            found::release);
    connection.start();
    awaitFound();
  }

  private void awaitFound() throws InterruptedException {
    assertThat(found.tryAcquire(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
  }

  /** Everything is carried out; of changes nobody hears any more. */
  private Object carryOut(Method method, Object[] arguments) throws Throwable {
    Object answer;
    try {
      answer = method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    calls.add(method.getName());
    if (Set.of("readTestWrite", "allocateBuckets", "addLease", "getBuckets")
        .contains(method.getName())) {
      line.cut();
    }
    return answer;
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    serverTub.close();
    line.close();
    store.close();
  }

  private interface Change {
    Object make(StorageServer server) throws StorageException, InterruptedException;
  }

  private void requireMadeOnce(String name, Change change) throws Exception {
    StorageServer server = connection.server().orElseThrow();
    assertThatThrownBy(() -> change.make(server))
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("whether it was carried out is unknown");
    awaitFound();
    assertThat(connection.server().orElseThrow().version()).isNotNull();
    assertThat(calls).filteredOn(name::equals).hasSize(1);
  }

  @Test
  void aReadTestWriteIsSentOnceAndItsOutcomeIsUnknown() throws Exception {
    ShareUpdate update =
        new ShareUpdate(
            List.of(), List.of(new ShareUpdate.Write(0, new byte[5])), OptionalLong.empty());
    SlotSecrets secrets = new SlotSecrets(new WriteEnabler(new byte[32]), LEASES);
    requireMadeOnce(
        "readTestWrite",
        server -> server.readTestWrite(INDEX, secrets, Map.of(SHARE, update), List.of()));
    assertThat(store.listShares(ShareKind.MUTABLE, INDEX)).containsExactly(SHARE);
  }

  @Test
  void spaceIsAskedForOnceAndTheOutcomeIsUnknown() throws Exception {
    requireMadeOnce(
        "allocateBuckets", server -> server.allocateBuckets(INDEX, LEASES, Set.of(SHARE), 10));
  }

  @Test
  void aLeaseIsAddedOnceAndTheOutcomeIsUnknown() throws Exception {
    requireMadeOnce(
        "addLease",
        server -> {
          server.addLease(INDEX, LEASES);
          return true;
        });
  }

  @Test
  void aQuestionHasNoOutcome() {
    StorageServer server = connection.server().orElseThrow();
    assertThatThrownBy(() -> server.getBuckets(INDEX))
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageNotContaining("carried out");
  }
}
