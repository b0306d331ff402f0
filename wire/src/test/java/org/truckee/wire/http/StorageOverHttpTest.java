package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BadWriteEnablerException;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ConflictingWriteException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.IncompleteShareException;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.UploadGoneException;
import org.truckee.storage.memory.MemoryStorageServer;
import org.truckee.wire.ServerConnection;

/** Client and server together, over HTTPS. */
class StorageOverHttpTest {
  private static final StorageIndex INDEX = HttpFixture.index(7);
  private final MemoryStorageServer store = MemoryStorageServer.plain();
  private HttpFixture http;

  @BeforeEach
  void start() throws Exception {
    http = new HttpFixture(store);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void aServerTellsItsVersion() throws Exception {
    assertThat(http.client.version()).isEqualTo(store.version());
  }

  @Test
  void aShareOfManyPiecesIsUploadedAndReadBack() throws Exception {
    byte[] data = HttpFixture.bytes(3_000_000, 5);
    Allocation allocation =
        http.client.allocateBuckets(
            INDEX, HttpFixture.leases(1), HttpFixture.shares(0, 4), data.length);
    assertThat(allocation.alreadyHave()).isEmpty();
    BucketWriter writer = allocation.writers().get(HttpFixture.share(4));
    ByteBuffer head = ByteBuffer.wrap(data, 0, 1000);
    ByteBuffer body = ByteBuffer.allocateDirect(1_999_000).put(data, 1000, 1_999_000).flip();
    assertThat(writer.write(0, head, body).complete()).isFalse();
    assertThat(head.hasRemaining() || body.hasRemaining()).isFalse();
    assertThat(writer.write(2_000_000, ByteBuffer.wrap(data, 2_000_000, 1_000_000)).complete())
        .isTrue();
    writer.close();

    Map<ShareNumber, BucketReader> readers = http.client.getBuckets(INDEX);
    assertThat(readers).containsOnlyKeys(HttpFixture.share(4));
    BucketReader reader = readers.get(HttpFixture.share(4));
    ByteBuffer whole = ByteBuffer.allocate(data.length + 10);
    assertThat(reader.read(0, whole)).isEqualTo(data.length);
    assertThat(whole.flip()).isEqualTo(ByteBuffer.wrap(data));
    ByteBuffer middle = ByteBuffer.allocateDirect(100_000);
    assertThat(reader.read(1_234_567, middle)).isEqualTo(100_000);
    assertThat(middle.flip()).isEqualTo(ByteBuffer.wrap(data, 1_234_567, 100_000));
    assertThat(reader.read(data.length, ByteBuffer.allocate(1))).isZero();
  }

  @Test
  void aShareWithBytesMissingCannotBeClosed() throws Exception {
    BucketWriter writer = writer(10);
    writer.write(0, ByteBuffer.wrap(new byte[4]));
    assertThatThrownBy(writer::close)
        .isInstanceOf(IncompleteShareException.class)
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  void conflictingAndOverlongWritesHaveTheirOwnErrors() throws Exception {
    BucketWriter writer = writer(10);
    writer.write(0, ByteBuffer.wrap(new byte[4]));
    assertThatThrownBy(() -> writer.write(2, ByteBuffer.wrap(new byte[] {0, 1})))
        .isInstanceOf(ConflictingWriteException.class);
    assertThatThrownBy(() -> writer.write(8, ByteBuffer.wrap(new byte[3])))
        .isInstanceOf(DataTooLargeException.class);
  }

  @Test
  void anAbortedUploadIsGoneAndAbortingAgainDoesNothing() throws Exception {
    BucketWriter writer = writer(10);
    writer.abort();
    writer.abort();
    assertThat(store.uploadsInProgress()).isZero();
    assertThatThrownBy(() -> writer.write(0, ByteBuffer.wrap(new byte[1])))
        .isInstanceOf(UploadGoneException.class);
  }

  @Test
  void aSlotIsTestedChangedAndRead() throws Exception {
    ShareUpdate create =
        new ShareUpdate(
            List.of(new ShareUpdate.Test(0, 1, new byte[0])),
            List.of(new ShareUpdate.Write(0, "hello".getBytes())),
            OptionalLong.empty());
    List<ReadVector> whole = List.of(new ReadVector(0, 100), new ReadVector(1, 2));
    SlotAnswer first =
        http.client.readTestWrite(
            INDEX,
            HttpFixture.slotSecrets(1),
            Map.of(HttpFixture.share(0), create, HttpFixture.share(2), create),
            whole);
    assertThat(first.success()).isTrue();
    assertThat(first.data()).isEmpty();
    SlotAnswer second =
        http.client.readTestWrite(
            INDEX, HttpFixture.slotSecrets(1), Map.of(HttpFixture.share(0), create), whole);
    assertThat(second.success()).isFalse();
    assertThat(second.data()).containsOnlyKeys(HttpFixture.share(0), HttpFixture.share(2));
    assertThat(second.data().get(HttpFixture.share(2)))
        .containsExactly("hello".getBytes(), "el".getBytes());
    assertThatThrownBy(
            () ->
                http.client.readTestWrite(INDEX, HttpFixture.slotSecrets(99), Map.of(), List.of()))
        .isInstanceOf(BadWriteEnablerException.class);

    assertThat(http.client.readSlot(INDEX, Set.of(), whole))
        .containsOnlyKeys(HttpFixture.share(0), HttpFixture.share(2));
    assertThat(http.client.readSlot(INDEX, HttpFixture.shares(2, 3), whole))
        .containsOnlyKeys(HttpFixture.share(2));
    assertThat(http.client.readSlot(INDEX, HttpFixture.shares(2, 3), List.of()))
        .containsOnlyKeys(HttpFixture.share(2));
  }

  @Test
  void advisoriesAndLeasesOfUnknownSharesAreNoErrors() throws Exception {
    http.client.adviseCorruptShare(ShareKind.MUTABLE, INDEX, HttpFixture.share(1), "nothing");
    http.client.addLease(INDEX, HttpFixture.leases(1));
    assertThat(store.advisories()).isEmpty();
    http.client.readTestWrite(
        INDEX,
        HttpFixture.slotSecrets(1),
        Map.of(HttpFixture.share(1), new ShareUpdate(List.of(), List.of(), OptionalLong.empty())),
        List.of());
    http.client.adviseCorruptShare(ShareKind.MUTABLE, INDEX, HttpFixture.share(1), "damaged ☃");
    http.client.addLease(INDEX, HttpFixture.leases(1));
    assertThat(store.advisories()).containsExactly("mutable " + INDEX + " 1 damaged ☃");
  }

  @Test
  void aWatchedServerBecomesConnected() throws Exception {
    try (ServerConnection connection =
        new HttpServerConnection(http.transport, List.of(http.server.nurl("127.0.0.1")))) {
      assertThat(connection.status().summary()).isEqualTo("unstarted");
      assertThat(connection.server()).isEmpty();
      connection.start();
      assertThat(connection.awaitConnected(Duration.ofSeconds(10))).isTrue();
      assertThat(connection.status().version()).contains(store.version());
      assertThat(connection.server().orElseThrow().version()).isEqualTo(store.version());
    }
  }

  private BucketWriter writer(long size) throws Exception {
    return http.client
        .allocateBuckets(INDEX, HttpFixture.leases(1), HttpFixture.shares(0), size)
        .writers()
        .get(HttpFixture.share(0));
  }
}
