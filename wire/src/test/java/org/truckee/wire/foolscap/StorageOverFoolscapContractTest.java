package org.truckee.wire.foolscap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.Refusal;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageServer;
import org.truckee.storage.StorageServerContract;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;
import org.truckee.storage.disk.SettableClock;

/** The contract of all storage servers, held by a disk server behind Foolscap. */
class StorageOverFoolscapContractTest extends StorageServerContract {
  private static final NodeCertificate SERVER = certificate();
  private static final NodeCertificate CLIENT = certificate();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock();
  private DiskStorageServer store;
  private Tub serverTub;
  private Tub clientTub;
  private Furl furl;
  private FoolscapStorageClient client;

  private static NodeCertificate certificate() {
    return NodeCertificate.generate(Clock.systemUTC(), new SecureRandom());
  }

  @BeforeEach
  void start() throws Exception {
    store =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory.resolve("storage"), SERVER.tubId())
                .withClock(clock)
                .withMonotonicClock(clock)
                .withDurable(false));
    serverTub = new Tub(SERVER, TubOptions.defaults());
    Listener listener =
        serverTub.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    serverTub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + listener.port())));
    furl = serverTub.publish(FoolscapStorageServer.of(store));
    clientTub = new Tub(CLIENT, TubOptions.defaults());
    client = new FoolscapStorageClient(clientTub.connect(furl, LIMIT), LIMIT);
  }

  @AfterEach
  void stop() throws Exception {
    clientTub.close();
    serverTub.close();
    store.close();
  }

  @Override
  protected StorageServer server() {
    return client;
  }

  @Override
  protected Refusal told(Refusal reason) {
    return Refusal.UNKNOWN;
  }

  @Override
  protected void advance(Duration duration) {
    clock.advance(duration);
  }

  @Test
  void anUploadDoesNotSurviveTheConnectionOfItsClient() throws Exception {
    BucketWriter writer = allocate(INDEX, SHARE, 10);
    writer.write(0, ByteBuffer.wrap(ascii("01234")));
    clientTub.close();
    assertThatThrownBy(() -> writer.write(5, ByteBuffer.wrap(ascii("56789"))))
        .isInstanceOf(ServerUnavailableException.class);
    try (Tub another = new Tub(certificate(), TubOptions.defaults())) {
      StorageServer again = new FoolscapStorageClient(another.connect(furl, LIMIT), LIMIT);
      long end = System.nanoTime() + LIMIT.toNanos();
      while (again.allocateBuckets(INDEX, LEASES, Set.of(SHARE), 10).writers().isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(end);
      }
    }
  }

  @Test
  void aLargeShareStreamsThrough() throws Exception {
    byte[] data = bytes(3, 3_000_000);
    upload(INDEX, SHARE, data);
    Map<ShareNumber, BucketReader> readers = client.getBuckets(INDEX);
    assertThat(read(readers.get(SHARE), 0, data.length)).isEqualTo(data);
    assertThat(read(readers.get(SHARE), 2_900_000, 1_000_000)).hasSize(100_000);
  }

  @Test
  void whatIsNotWrittenBeforeAShareIsClosedIsZeros() throws Exception {
    BucketWriter writer = allocate(INDEX, SHARE, 6);
    writer.write(2, ByteBuffer.wrap(ascii("cd")));
    writer.close();
    assertThat(read(client.getBuckets(INDEX).get(SHARE), 0, 10)).isEqualTo(ascii("\0\0cd\0\0"));
  }
}
