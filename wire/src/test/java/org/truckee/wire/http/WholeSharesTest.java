package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ProtocolException;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageShortcuts;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;
import org.truckee.storage.memory.MemoryStorageServer;

/** The request of our own that stores small shares whole. */
class WholeSharesTest {
  private static final StorageIndex INDEX = HttpFixture.index(7);
  private static final String PATH = "/storage/v1/immutable/" + INDEX + "/store";
  private static final Map<ShareNumber, ByteBuffer> SHARES =
      Map.of(HttpFixture.share(3), ByteBuffer.wrap(new byte[100]));

  @TempDir private Path directory;

  private DiskStorageServer disk() throws Exception {
    return DiskStorageServer.start(
        DiskStorageOptions.of(directory.resolve("storage"), HttpFixture.CERTIFICATE.tubId())
            .withDurable(false));
  }

  @Test
  void onlyWhoStoredAShareCanTakeItBack() throws Exception {
    try (DiskStorageServer store = disk();
        HttpFixture http = new HttpFixture(store)) {
      byte[] message = WholeShareMessage.encode(SHARES).array();
      assertThat(post(http, "one", message)).isEqualTo(200);
      assertThat(request(http, "PUT", "3/abort", List.of(upload("other")))).isEqualTo(405);
      assertThat(store.listShares(ShareKind.IMMUTABLE, INDEX)).isNotEmpty();
    }
  }

  @Test
  void takingBackLeavesNothing() throws Exception {
    try (DiskStorageServer store = disk();
        HttpFixture http = new HttpFixture(store)) {
      assertThat(post(http, "one", WholeShareMessage.encode(SHARES).array())).isEqualTo(200);
      assertThat(request(http, "PUT", "3/abort", List.of(upload("one")))).isEqualTo(200);
      assertThat(store.listShares(ShareKind.IMMUTABLE, INDEX)).isEmpty();
      assertThat(request(http, "PUT", "3/abort", List.of(upload("one")))).isEqualTo(404);
    }
  }

  @Test
  void onlyTheLastSharesThatWereStoredAreRemembered() {
    StoredShares stored = new StoredShares();
    UploadSecret secret = new UploadSecret(new byte[20]);
    Map<ShareNumber, BucketWriter> shares = new HashMap<>();
    for (int share = 0; share < 256; share++) {
      shares.put(HttpFixture.share(share), BucketWriter.ofComplete(() -> {}));
    }
    for (int i = 0; i < 33; i++) {
      stored.add(HttpFixture.index(i), secret, shares);
    }
    stored.add(HttpFixture.index(32), secret, shares);
    ShareNumber last = HttpFixture.share(255);
    assertThat(stored.take(HttpFixture.index(0), last, secret)).isEmpty();
    assertThat(stored.take(HttpFixture.index(1), last, secret)).isPresent();
    assertThat(stored.take(HttpFixture.index(32), last, new UploadSecret(new byte[21]))).isEmpty();
    assertThat(stored.take(HttpFixture.index(32), HttpFixture.share(256), secret)).isEmpty();
    assertThat(stored.take(HttpFixture.index(32), last, secret)).isPresent();
    assertThat(stored.take(HttpFixture.index(32), last, secret)).isEmpty();
  }

  @Test
  void whatIsNoMapOfSharesIsRefused() throws Exception {
    try (DiskStorageServer store = disk();
        HttpFixture http = new HttpFixture(store)) {
      byte[] twice =
          new CborWriter().map(2).uint(1).bytes(new byte[1]).uint(1).bytes(new byte[1]).toBytes();
      byte[] text = new CborWriter().map(1).uint(1).text("x").toBytes();
      byte[] huge = new CborWriter().map(1).uint(1).bytes(new byte[300_000]).toBytes();
      assertThat(post(http, "one", twice)).isEqualTo(400);
      assertThat(post(http, "one", text)).isEqualTo(400);
      assertThat(post(http, "one", new byte[0])).isEqualTo(400);
      assertThat(post(http, "one", huge)).isEqualTo(413);
      assertThat(request(http, "POST", "store", List.of(upload("one")))).isEqualTo(400);
      assertThat(store.listShares(ShareKind.IMMUTABLE, INDEX)).isEmpty();
    }
  }

  @Test
  void aStoreThatCannotDoItDoesNotOfferIt() throws Exception {
    try (HttpFixture http = new HttpFixture(MemoryStorageServer.plain())) {
      http.client.version();
      StorageShortcuts shortcuts = http.client.shortcuts().orElseThrow();
      assertThat(shortcuts.storesWhole()).isFalse();
      assertThat(shortcuts.storeWhole(INDEX, HttpFixture.leases(1), SHARES)).isEmpty();
      assertThat(post(http, "one", WholeShareMessage.encode(SHARES).array())).isEqualTo(404);
    }
  }

  @Test
  void aServerThatWasReplacedByAnotherProgramIsNotAskedAgain() throws Exception {
    byte[] missing = ScriptedServer.answer("404 Not Found", new byte[0]);
    try (ScriptedServer server = server(missing);
        HttpTransport transport = new HttpTransport()) {
      StorageHttpClient client = new StorageHttpClient(transport, server.nurl());
      client.version();
      StorageShortcuts shortcuts = client.shortcuts().orElseThrow();
      assertThat(shortcuts.storesWhole()).isTrue();
      assertThat(shortcuts.storeWhole(INDEX, HttpFixture.leases(1), SHARES)).isEmpty();
      assertThat(shortcuts.storesWhole()).isFalse();
    }
  }

  @Test
  void aServerThatStoredWhatItWasNotSentIsNotBelieved() throws Exception {
    Messages.AllocationAnswer lie =
        new Messages.AllocationAnswer(HttpFixture.shares(), HttpFixture.shares(4));
    try (ScriptedServer server = server(ScriptedServer.answer("200 OK", lie.encoded()));
        HttpTransport transport = new HttpTransport()) {
      StorageHttpClient client = new StorageHttpClient(transport, server.nurl());
      client.version();
      StorageShortcuts shortcuts = client.shortcuts().orElseThrow();
      assertThatThrownBy(() -> shortcuts.storeWhole(INDEX, HttpFixture.leases(1), SHARES))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("unasked");
    }
  }

  private static ScriptedServer server(byte[] answer) throws Exception {
    byte[] version =
        ScriptedServer.answer(
            "200 OK\r\nTruckee-Extensions: something, store",
            Messages.version(MemoryStorageServer.plain().version()));
    return new ScriptedServer(
        (request, number) -> request.line().contains("/version") ? version : answer);
  }

  private static int post(HttpFixture http, String secret, byte[] body) throws Exception {
    List<String> headers = new ArrayList<>();
    headers.add("Content-Type: application/cbor");
    headers.add(upload(secret));
    headers.add(header(SecretKind.LEASE_RENEW, "r".repeat(32)));
    headers.add(header(SecretKind.LEASE_CANCEL, "c".repeat(32)));
    try (RawConnection connection = new RawConnection(http.server)) {
      connection.request("POST", PATH, headers, body);
      return connection.reply().status();
    }
  }

  private static int request(HttpFixture http, String method, String rest, List<String> headers)
      throws Exception {
    try (RawConnection connection = new RawConnection(http.server)) {
      String path = "/storage/v1/immutable/" + INDEX + "/" + rest;
      connection.request(method, path, headers, new byte[0]);
      return connection.reply().status();
    }
  }

  private static String upload(String secret) {
    return header(SecretKind.UPLOAD, secret);
  }

  private static String header(SecretKind kind, String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
    return "%s: %s %s"
        .formatted(SecretKind.HEADER, kind.word(), Base64.getEncoder().encodeToString(bytes));
  }
}
