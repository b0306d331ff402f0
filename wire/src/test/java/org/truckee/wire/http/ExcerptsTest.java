package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.FoundShare;
import org.truckee.storage.ProtocolException;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.StorageShortcuts;
import org.truckee.storage.memory.MemoryStorageServer;

/** The request of our own that sends parts of shares along with their list. */
class ExcerptsTest {
  private static final StorageIndex INDEX = HttpFixture.index(7);
  private static final String PATH = "/storage/v1/immutable/" + INDEX + "/excerpts/";
  private static final List<ByteRange> LIKELY = List.of(new ByteRange(0, 4), new ByteRange(10, 12));

  /** What a server that offers excerpts answers to anything but a question for its version. */
  private interface Answers {
    byte[] to(String requestLine);
  }

  @Test
  void whatIsNoListOfClosedRangesIsRefused() throws Exception {
    try (HttpFixture http = new HttpFixture(storeWithOneShare())) {
      for (String ranges :
          List.of(
              "bytes=5-",
              "bytes=-5",
              "bytes=5-4",
              "bytes=0-1,",
              "bytes=a-b",
              "lines=0-1",
              "",
              "bytes=0-1" + ",2-3".repeat(64),
              "bytes=0-1" + ",2-3".repeat(600),
              "bytes=0-" + "9".repeat(19))) {
        assertThat(status(http, PATH + 100, "Range: " + ranges)).as(ranges).isEqualTo(416);
      }
      assertThat(status(http, PATH + 100)).isEqualTo(416);
      for (String most : List.of("", "x", "-1", "99999999999", "1/2")) {
        assertThat(status(http, PATH + most, "Range: bytes=0-1")).as(most).isEqualTo(404);
      }
      assertThat(status(http, PATH + Integer.MAX_VALUE, "Range: bytes=0-" + "9".repeat(18)))
          .isEqualTo(200);
    }
  }

  @Test
  void noMoreThanAMebibyteIsSentAlong() throws Exception {
    MemoryStorageServer store = MemoryStorageServer.plain();
    put(store, 1, 700_000);
    put(store, 2, 700_000);
    try (HttpFixture http = new HttpFixture(store)) {
      http.client.version();
      Map<ShareNumber, FoundShare> found =
          http.client
              .shortcuts()
              .orElseThrow()
              .findShares(INDEX, List.of(new ByteRange(0, 700_000)), Integer.MAX_VALUE);
      assertThat(found.get(HttpFixture.share(1)).excerpts()).hasSize(1);
      assertThat(found.get(HttpFixture.share(2)).excerpts()).isEmpty();
    }
  }

  @Test
  void aServerThatWasReplacedByAnotherProgramIsAskedForItsListInstead() throws Exception {
    byte[] list = ScriptedServer.answer("200 OK", Messages.shares(HttpFixture.shares(3)));
    byte[] missing = ScriptedServer.answer("404 Not Found", new byte[0]);
    try (ScriptedServer server = server(line -> line.contains("/excerpts/") ? missing : list);
        HttpTransport transport = new HttpTransport()) {
      StorageHttpClient client = new StorageHttpClient(transport, server.nurl());
      client.version();
      StorageShortcuts shortcuts = client.shortcuts().orElseThrow();
      for (int i = 0; i < 2; i++) {
        assertThat(shortcuts.findShares(INDEX, LIKELY, 100)).containsOnlyKeys(HttpFixture.share(3));
      }
      assertThat(server.requests.stream().filter(seen -> seen.line().contains("excerpts")))
          .hasSize(1);
      assertThat(client.shortcuts()).isEmpty();
    }
  }

  @Test
  void aServerThatSendsMoreThanItWasAskedForIsNotBelieved() throws Exception {
    CborWriter tooLong = new CborWriter().map(1).uint(3).array(2);
    tooLong.bytes(new byte[4]).bytes(new byte[3]);
    CborWriter tooFew = new CborWriter().map(1).uint(3).array(1).bytes(new byte[4]);
    for (CborWriter message : List.of(tooLong, tooFew)) {
      byte[] lie = ScriptedServer.answer("200 OK", message.toBytes());
      try (ScriptedServer server = server(line -> lie);
          HttpTransport transport = new HttpTransport()) {
        StorageHttpClient client = new StorageHttpClient(transport, server.nurl());
        client.version();
        StorageShortcuts shortcuts = client.shortcuts().orElseThrow();
        assertThatThrownBy(() -> shortcuts.findShares(INDEX, LIKELY, 100))
            .isInstanceOf(ProtocolException.class)
            .hasMessageContaining("excerpt");
      }
    }
  }

  @Test
  void aSlotIsReadWithOneRequestAndWhatHadNoRoomWithMore() throws Exception {
    MemoryStorageServer store = MemoryStorageServer.plain();
    byte[] little = HttpFixture.bytes(300, 1);
    byte[] much = HttpFixture.bytes(700_000, 2);
    change(store, Map.of(1, little, 2, much, 4, much));
    try (HttpFixture http = new HttpFixture(store)) {
      List<ReadVector> ranges = List.of(new ReadVector(0, 800_000), new ReadVector(290, 20));
      Map<ShareNumber, List<byte[]>> before = http.client.readSlot(INDEX, Set.of(), ranges);
      http.client.version();
      Map<ShareNumber, List<byte[]>> after = http.client.readSlot(INDEX, Set.of(), ranges);
      assertThat(after).containsOnlyKeys(HttpFixture.shares(1, 2, 4));
      assertThat(after.get(HttpFixture.share(1)))
          .containsExactly(little, Arrays.copyOfRange(little, 290, 300));
      for (int share : List.of(2, 4)) {
        assertThat(after.get(HttpFixture.share(share)))
            .containsExactly(much, Arrays.copyOfRange(much, 290, 310));
        assertThat(before.get(HttpFixture.share(share)).getFirst()).isEqualTo(much);
      }
      assertThat(http.client.readSlot(HttpFixture.index(8), Set.of(), ranges)).isEmpty();
    }
  }

  @Test
  void aServerIsAskedOnceForASlotAndAnotherProgramInItsPlaceForItsList() throws Exception {
    CborWriter found = new CborWriter().map(1).uint(3).array(1).bytes(new byte[] {7, 8});
    byte[] slot = ScriptedServer.answer("200 OK", found.toBytes());
    List<ReadVector> ranges = List.of(new ReadVector(0, 4));
    try (ScriptedServer server = server(_ -> slot);
        HttpTransport transport = new HttpTransport()) {
      StorageHttpClient client = new StorageHttpClient(transport, server.nurl());
      client.version();
      assertThat(client.readSlot(INDEX, Set.of(), ranges).get(HttpFixture.share(3)))
          .containsExactly(new byte[] {7, 8});
      assertThat(server.requests).hasSize(2);
    }
    byte[] none = ScriptedServer.answer("200 OK", Messages.shares(Set.of()));
    byte[] missing = ScriptedServer.answer("404 Not Found", new byte[0]);
    try (ScriptedServer server = server(line -> line.contains("/excerpts/") ? missing : none);
        HttpTransport transport = new HttpTransport()) {
      StorageHttpClient client = new StorageHttpClient(transport, server.nurl());
      client.version();
      assertThat(client.readSlot(INDEX, Set.of(), ranges)).isEmpty();
      assertThat(client.readSlot(INDEX, Set.of(), ranges)).isEmpty();
      assertThat(server.requests).hasSize(4);
    }
  }

  private static void change(MemoryStorageServer store, Map<Integer, byte[]> shares)
      throws Exception {
    Map<ShareNumber, ShareUpdate> updates = new HashMap<>();
    shares.forEach(
        (share, data) ->
            updates.put(
                HttpFixture.share(share),
                new ShareUpdate(
                    List.of(), List.of(new ShareUpdate.Write(0, data)), OptionalLong.empty())));
    store.readTestWrite(INDEX, HttpFixture.slotSecrets(1), updates, List.of());
  }

  private static ScriptedServer server(Answers answers) throws Exception {
    byte[] version =
        ScriptedServer.answer(
            "200 OK\r\nTruckee-Extensions: something, excerpts, slots",
            Messages.version(MemoryStorageServer.plain().version()));
    return new ScriptedServer(
        (request, number) ->
            request.line().contains("/version") ? version : answers.to(request.line()));
  }

  private static MemoryStorageServer storeWithOneShare() throws Exception {
    MemoryStorageServer store = MemoryStorageServer.plain();
    put(store, 0, 100);
    return store;
  }

  private static void put(MemoryStorageServer store, int share, int length) throws Exception {
    BucketWriter writer =
        store
            .allocateBuckets(INDEX, HttpFixture.leases(1), HttpFixture.shares(share), length)
            .writers()
            .get(HttpFixture.share(share));
    writer.write(0, ByteBuffer.wrap(HttpFixture.bytes(length, share)));
    writer.close();
  }

  private static int status(HttpFixture http, String path, String... headers) throws Exception {
    try (RawConnection connection = new RawConnection(http.server)) {
      connection.request("GET", path, List.of(headers), new byte[0]);
      return connection.reply().status();
    }
  }
}
