package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.disk.SettableClock;
import org.truckee.storage.memory.MemoryStorageServer;

/** Clients that mean harm, or are broken: each gets its status or is cut off, and others go on. */
class HostileClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final StorageIndex INDEX = HttpFixture.index(3);
  private static final String BUCKET = "/storage/v1/immutable/" + INDEX;
  private static final String SLOT = "/storage/v1/mutable/" + INDEX + "/read-test-write";
  private static final UploadSecret SECRET = new UploadSecret(new byte[] {1});

  private final SettableClock clock = new SettableClock();
  private final MemoryStorageServer store =
      MemoryStorageServer.plain(clock, 1L << 40, false, "memory");
  private HttpFixture http;

  @BeforeEach
  void start() throws Exception {
    http = new HttpFixture(store, HttpFixture.IMPATIENT, clock::nanos);
  }

  @AfterEach
  void othersAreServedAfterAllAndTheServerStops() throws Exception {
    assertThat(http.client.version()).isEqualTo(store.version());
    http.close();
  }

  @Test
  void deeplyNestedMessagesAreRefused() throws Exception {
    byte[] nested = new byte[8000];
    for (int start : new int[] {0x81, 0xa1, 0xc1, 0x9f, 0xbf, 0xd8, 0x5f, 0x7f}) {
      Arrays.fill(nested, (byte) start);
      assertThat(post(BUCKET, nested, allocationSecrets()).status()).isEqualTo(400);
      assertThat(post(SLOT, nested, slotSecrets()).status()).isEqualTo(400);
    }
  }

  @Test
  void messagesThatClaimMoreThanTheyHoldAreRefusedWithoutTakingMemory() throws Exception {
    for (String claim : List.of("9b7fffffffffffffff", "5b7fffffffffffffff", "bbffffffffffffffff")) {
      byte[] key = HttpVectors.hex("a2" + "6b726561642d766563746f72" + claim);
      assertThat(post(SLOT, key, slotSecrets()).status()).isEqualTo(400);
    }
  }

  @Test
  void tooLargeMessagesAreRefusedWhetherAnnouncedOrNot() throws Exception {
    try (RawConnection connection = new RawConnection(http.server)) {
      List<String> headers = new ArrayList<>(allocationSecrets());
      headers.add("Content-Length: 999999999999");
      connection.request("POST", BUCKET, headers, new byte[0]);
      assertThat(connection.reply().status()).isEqualTo(413);
    }
    try (RawConnection connection = new RawConnection(http.server)) {
      List<String> headers = new ArrayList<>(allocationSecrets());
      headers.add("Transfer-Encoding: chunked");
      connection.request("POST", BUCKET, headers, new byte[0]);
      connection.send("4000\r\n" + "x".repeat(0x4000) + "\r\n0\r\n\r\n");
      assertThat(connection.reply().status()).isEqualTo(413);
    }
  }

  @Test
  void absurdRangesAreRefused() throws Exception {
    store.put(INDEX, HttpFixture.share(0), HttpFixture.bytes(1000, 1));
    for (String range :
        List.of(
            "bytes=-1",
            "bytes=5-",
            "bytes=9-1",
            "bytes=0-1,3-4",
            "x",
            "bytes=" + "9".repeat(300) + "-" + "9".repeat(301),
            "bytes=99999999999999999999-1",
            "bytes=--",
            "bytes=0x1-2")) {
      RawConnection.Reply reply = get(BUCKET + "/0", "Range: " + range);
      assertThat(reply.status()).as(range).isEqualTo(416);
      assertThat(reply.header("Content-Type")).contains("application/octet-stream");
    }
    assertThat(
            get(BUCKET + "/0", "Range: bytes=99999999999999999999-99999999999999999999").status())
        .isEqualTo(204);
    for (String range :
        List.of(
            "bytes 5-1/*",
            "bytes */5",
            "bytes 0-/5",
            "bytes 0-9",
            "bytes 9-9/9",
            "0-1/2",
            "bytes 0-99999999999999999999/*",
            "bytes 99999999999999999999-99999999999999999999/*")) {
      allocate(7, 1000);
      assertThat(patch(7, range, new byte[1]).status()).as(range).isEqualTo(416);
    }
  }

  @Test
  void aBodyShorterThanItsRangeIsRefusedAndTheShareStaysIncomplete() throws Exception {
    allocate(0, 10);
    assertThat(patch(0, "bytes 0-9/*", new byte[4]).status()).isEqualTo(400);
    assertThat(patch(0, "bytes 4-9/*", new byte[6]).status()).isEqualTo(201);
  }

  @Test
  void aHeaderBlockThatNeverEndsIsCutOffHoweverSlowlyItComes() throws Exception {
    try (SSLSocket socket = tls()) {
      socket.setSoTimeout(20);
      socket.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes());
      assertThat(isCutOffWhileItDribbles(socket)).isTrue();
    }
  }

  @Test
  void aHandshakeThatNeverBeginsIsCutOff() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", http.server.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void plainHttpIsDroppedWithoutAnAnswer() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", http.server.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(new String(answer)).doesNotContain("HTTP");
    } catch (java.net.SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  @Test
  void headersBeyondTheLimitAreRefused() throws Exception {
    try (RawConnection connection = new RawConnection(http.server)) {
      connection.request(
          "GET", "/storage/v1/version", List.of("X: " + "x".repeat(20_000)), new byte[0]);
      assertThat(connection.reply().status()).isEqualTo(431);
    }
  }

  @Test
  void manyBodiesThatStopHalfWayAreCutOffWhileOthersAreServed() throws Exception {
    allocate(0, 1 << 20);
    List<RawConnection> stalled = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      RawConnection connection = new RawConnection(http.server);
      List<String> headers = new ArrayList<>(uploadSecret());
      headers.add("Content-Range: bytes 0-1048575/*");
      headers.add("Content-Length: 1048576");
      connection.request("PATCH", BUCKET + "/0", headers, new byte[0]).send(new byte[10]);
      stalled.add(connection);
    }
    assertThat(http.client.version()).isEqualTo(store.version());
    for (RawConnection connection : stalled) {
      assertThat(connection.reply().status()).isEqualTo(408);
      assertThat(connection.isClosedByServer()).isTrue();
      connection.close();
    }
  }

  @Test
  void whoDoesNotReadAnAnswerIsCutOff() throws Exception {
    store.put(INDEX, HttpFixture.share(0), new byte[24 << 20]);
    try (RawConnection connection = new RawConnection(http.server)) {
      connection.request("GET", BUCKET + "/0", List.of(), new byte[0]);
      await(() -> http.server.connections() == 1);
      // The answer fills the buffers of both sides; nobody reads it.
      await(() -> http.server.connections() == 0);
    }
  }

  @Test
  void wrongSecretsOfAllKindsAreRefused() throws Exception {
    allocate(0, 10);
    try (RawConnection connection = new RawConnection(http.server)) {
      for (String wrong :
          List.of("", "Tahoe-LAFS", "Tahoe-LAFS YWFh", "Basic x", "x".repeat(9000))) {
        connection.send(
            "GET /storage/v1/version HTTP/1.1\r\nHost: x\r\nAuthorization: " + wrong + "\r\n\r\n");
        assertThat(connection.reply().status()).isEqualTo(401);
      }
      connection.request(
          "PATCH",
          BUCKET + "/0",
          List.of("X-Tahoe-Authorization: upload-secret Ag==", "Content-Range: bytes 0-0/*"),
          new byte[1]);
      assertThat(connection.reply().status()).isEqualTo(401);
    }
  }

  @Test
  void aFloodOfUploadsStopsAtTheLimitAndIsForgottenInTime() throws Exception {
    for (int i = 0; i < 30; i++) {
      http.client.allocateBuckets(
          HttpFixture.index(i), HttpFixture.leases(1), HttpFixture.shares(0, 1, 2, 3, 4, 5), 100);
    }
    assertThat(http.server.uploads()).isBetween(90, 100);
    assertThat(store.uploadsInProgress()).isEqualTo(http.server.uploads());
    clock.advance(MemoryStorageServer.UPLOAD_IDLE);
    await(() -> http.server.uploads() == 0);
    BucketWriter writer =
        http.client
            .allocateBuckets(INDEX, HttpFixture.leases(1), HttpFixture.shares(0), 1)
            .writers()
            .get(HttpFixture.share(0));
    assertThat(writer.write(0, ByteBuffer.wrap(new byte[1])).complete()).isTrue();
  }

  @Test
  void anOfferOfHttp2AloneFailsTheHandshakeAndHttp11IsChosen() throws Exception {
    try (SSLSocket socket = tls("h2", "http/1.1")) {
      assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
    }
    assertThatThrownBy(() -> tls("h2").close()).isInstanceOf(SSLException.class);
  }

  /** Sends a byte whenever nothing has come for a moment; ends when the server does. */
  private static boolean isCutOffWhileItDribbles(SSLSocket socket) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        socket.getOutputStream().write('x');
        if (socket.getInputStream().read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException e) {
        // Still open.
        continue;
      } catch (java.io.IOException e) {
        return true;
      }
    }
    return false;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private SSLSocket tls(String... protocols) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            Tls.clientContext(HttpFixture.CERTIFICATE.spkiHash())
                .getSocketFactory()
                .createSocket("127.0.0.1", http.server.port());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private void allocate(int share, int size) throws Exception {
    byte[] message = new Messages.AllocationRequest(HttpFixture.shares(share), size).encoded();
    assertThat(post(BUCKET, message, allocationSecrets()).status()).isEqualTo(200);
  }

  private RawConnection.Reply patch(int share, String range, byte[] body) throws Exception {
    List<String> headers = new ArrayList<>(uploadSecret());
    headers.add("Content-Range: " + range);
    return exchange("PATCH", BUCKET + "/" + share, headers, body);
  }

  private RawConnection.Reply post(String target, byte[] body, List<String> headers)
      throws Exception {
    return exchange("POST", target, headers, body);
  }

  private RawConnection.Reply get(String target, String header) throws Exception {
    return exchange("GET", target, List.of(header), new byte[0]);
  }

  private RawConnection.Reply exchange(
      String method, String target, List<String> headers, byte[] body) throws Exception {
    try (RawConnection connection = new RawConnection(http.server)) {
      return connection.request(method, target, headers, body).reply();
    }
  }

  private static List<String> uploadSecret() {
    return List.of(header(SecretKind.UPLOAD, SECRET));
  }

  private static List<String> allocationSecrets() {
    List<String> headers = new ArrayList<>(leaseSecrets());
    headers.addAll(uploadSecret());
    return headers;
  }

  private static List<String> slotSecrets() {
    List<String> headers = new ArrayList<>(leaseSecrets());
    headers.add(header(SecretKind.WRITE_ENABLER, HttpFixture.slotSecrets(1).writeEnabler()));
    return headers;
  }

  private static List<String> leaseSecrets() {
    return List.of(
        header(SecretKind.LEASE_RENEW, HttpFixture.leases(1).renew()),
        header(SecretKind.LEASE_CANCEL, HttpFixture.leases(1).cancel()));
  }

  private static String header(SecretKind kind, org.truckee.crypto.Secret secret) {
    return SecretKind.HEADER + ": " + SecretHeaders.print(kind, secret);
  }
}
