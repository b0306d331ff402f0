package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.Secret;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;

/**
 * Clients that together want far more memory than a server has: it stays alive, serves an honest
 * client all the while, and is rid of everything afterwards.
 */
class FloodTest {
  private static final int MIB = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What {@link HttpTransport} keeps for reuse. */
  private static final long BUFFERS_KEPT = 16 * MIB;

  private static final StorageIndex HONEST = HttpFixture.index(0xff);
  private static final byte[] SHARE = HttpFixture.bytes(8 * MIB, 1);

  @TempDir private Path directory;

  private final List<AutoCloseable> attackers = new ArrayList<>();
  private HttpTransport transport;
  private FloodedServer server;
  private BucketReader reader;

  @Test
  void aFloodNeitherKillsAServerWithLittleMemoryNorKeepsItFromServingOthers() throws Exception {
    try (HttpTransport clients = new HttpTransport();
        FloodedServer flooded = new FloodedServer(directory)) {
      transport = clients;
      server = flooded;
      uploadTheHonestShare();
      long before = server.heap();

      floodWithHalfOpenUploads();
      serveTheHonestClient();
      floodWithSlowHeadersAndHandshakes();
      serveTheHonestClient();
      floodWithHalfNegotiations();
      serveTheHonestClient();
      floodWithDownloadsThatNobodyReads();
      serveTheHonestClient();
      floodWithOversizedBodies();
      serveTheHonestClient();
      floodWithNestedMessages();
      serveTheHonestClient();
      floodWithTheLargestSlotRequests();
      serveTheHonestClient();
      floodWithBodiesThatStopHalfWay();
      serveTheHonestClient();
      floodWithTheLargestAnswers();
      serveTheHonestClient();

      assertThat(server.heap()).isLessThan(FloodedServer.heapLimit() * 3 / 4);
      for (AutoCloseable attacker : attackers) {
        attacker.close();
      }
      serveTheHonestClient();
      awaitHeapBelow(before + BUFFERS_KEPT + 16 * MIB);
      assertThat(server.end()).as(server.errors()).isZero();
      assertThat(server.errors()).doesNotContain("OutOfMemoryError");
    }
  }

  /** Waits until the server has noticed that everybody else has gone. */
  private void awaitHeapBelow(long bytes) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (long heap = server.heap(); heap > bytes; heap = server.heap()) {
      assertThat(System.nanoTime()).as("the deadline, with %d bytes", heap).isLessThan(deadline);
    }
  }

  private StorageHttpClient client() {
    return new StorageHttpClient(transport, server.nurl);
  }

  private void uploadTheHonestShare() throws Exception {
    BucketWriter writer =
        client()
            .allocateBuckets(HONEST, HttpFixture.leases(1), HttpFixture.shares(0), SHARE.length)
            .writers()
            .get(HttpFixture.share(0));
    writer.write(0, ByteBuffer.wrap(SHARE));
    writer.close();
    reader = client().getBuckets(HONEST).get(HttpFixture.share(0));
  }

  private void serveTheHonestClient() throws Exception {
    assertThat(client().version().applicationVersion()).isEqualTo("truckee");
    ByteBuffer piece = ByteBuffer.allocate(MIB);
    assertThat(reader.read(MIB, piece)).isEqualTo(MIB);
    assertThat(piece.array()).isEqualTo(Arrays.copyOfRange(SHARE, MIB, 2 * MIB));
  }

  private void floodWithHalfOpenUploads() throws Exception {
    int granted = 0;
    for (int i = 0; i < 30; i++) {
      Map<ShareNumber, BucketWriter> writers =
          client()
              .allocateBuckets(
                  index(i),
                  HttpFixture.leases(1),
                  HttpFixture.shares(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
                  MIB)
              .writers();
      granted += writers.size();
      for (BucketWriter writer : writers.values()) {
        writer.write(1, ByteBuffer.wrap(new byte[100]));
      }
    }
    assertThat(granted).isEqualTo(300);
  }

  private void floodWithSlowHeadersAndHandshakes() throws IOException {
    String start = "GET /storage/v1/version HTTP/1.1\r\n";
    for (int i = 0; i < 180; i++) {
      // No swissnum is needed for any of this.
      send(start + "a:\r\n".repeat(4000));
      send(start + "a:\r\n".repeat(99));
      send(start + "X: " + "x".repeat(15_000));
      Socket silent = new Socket(server.nurl.host(), server.nurl.port());
      attackers.add(silent);
      // The header of a TLS record of the largest size, which does not follow.
      silent.getOutputStream().write(new byte[] {22, 3, 1, 0x40, 0});
    }
  }

  /** Of the other protocol at the port. */
  private void floodWithHalfNegotiations() throws IOException {
    String upgrade = HttpFixture.CERTIFICATE.tubId() + " HTTP/1.1\r\n";
    for (int i = 0; i < 180; i++) {
      sendPlain("");
      sendPlain("x".repeat(15_000));
      sendPlain(upgrade + "a: b\r\n".repeat(2500));
      sendPlain(upgrade + "Host: x\r\nUpgrade: TLS/1.0\r\nConnection: Upgrade\r\n\r\n");
    }
  }

  private void sendPlain(String rest) throws IOException {
    Socket socket = new Socket(server.nurl.host(), server.nurl.port());
    attackers.add(socket);
    try {
      socket
          .getOutputStream()
          .write((FloodedServer.FOOLSCAP + rest).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException closed) {
      assertThat(closed).isNotNull();
    }
  }

  /** Who had to make room for others meanwhile cannot send any more. */
  private void send(String text) throws IOException {
    try {
      connect().send(text);
    } catch (IOException closed) {
      // Who is slow has to make room for others: that is what the server shall do.
      assertThat(closed).isNotNull();
    }
  }

  private void floodWithDownloadsThatNobodyReads() throws IOException {
    for (int i = 0; i < 120; i++) {
      connect().request("GET", "/storage/v1/immutable/" + HONEST + "/0", List.of(), new byte[0]);
    }
  }

  private void floodWithBodiesThatStopHalfWay() throws IOException {
    for (int i = 0; i < 30; i++) {
      List<String> headers = slotHeaders();
      headers.add("Content-Length: " + 20 * MIB);
      connect().request("POST", slot(i), headers, new byte[0]).send(new byte[MIB / 8]);
    }
  }

  private void floodWithOversizedBodies() throws Exception {
    for (int i = 0; i < 10; i++) {
      List<String> headers = slotHeaders();
      headers.add("Content-Length: 99999999999");
      assertThat(connect().request("POST", slot(i), headers, new byte[0]).reply().status())
          .isEqualTo(413);
    }
    atOnce(2, i -> sendWithoutEnd(slot(i)));
  }

  private void sendWithoutEnd(String target) throws IOException {
    List<String> headers = slotHeaders();
    headers.add("Transfer-Encoding: chunked");
    RawConnection connection = connect().request("POST", target, headers, new byte[0]);
    byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes();
    try {
      for (int sent = 0; sent < 80 * MIB; sent += 0x10000) {
        connection.send(chunk);
      }
    } catch (IOException cutOff) {
      // That is what the server shall do.
      return;
    }
    // It reads on for a while, for nothing; how long is another test's business. Whether room for a
    // body is left while the others stop half way decides between the two refusals.
    assertThat(connection.reply().status()).isIn(413, 503);
  }

  private void floodWithNestedMessages() throws Exception {
    byte[] nested = new byte[MIB];
    atOnce(
        10,
        i -> {
          byte[] message = nested.clone();
          Arrays.fill(message, (byte) (i % 2 == 0 ? 0x81 : 0xa1));
          assertThat(post(i, message)).isIn(400, 408, 503);
        });
  }

  private void floodWithTheLargestSlotRequests() throws Exception {
    Map<Integer, Integer> statuses = new TreeMap<>();
    atOnce(
        8,
        i -> {
          ShareUpdate.Write write = new ShareUpdate.Write(0, HttpFixture.bytes(24 * MIB, i));
          int status = post(i, message(List.of(write), List.of()));
          synchronized (statuses) {
            statuses.merge(status, 1, Integer::sum);
          }
        });
    assertThat(statuses).containsKey(200);
    assertThat(statuses.keySet()).isSubsetOf(200, 408, 503);
  }

  private void floodWithTheLargestAnswers() throws Exception {
    List<ReadVector> reads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      reads.add(new ReadVector(0, Long.MAX_VALUE));
    }
    for (int i = 0; i < 8; i++) {
      connect().request("POST", slot(i), slotHeaders(), message(List.of(), reads));
    }
  }

  private static StorageIndex index(int number) {
    byte[] bytes = new byte[StorageIndex.LENGTH];
    bytes[0] = (byte) number;
    bytes[1] = 1;
    return new StorageIndex(bytes);
  }

  /** What one of several attackers does. */
  private interface Attacker {
    void run(int number) throws Exception;
  }

  private static void atOnce(int count, Attacker attacker) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        ends.add(
            threads.submit(
                () -> {
                  attacker.run(number);
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  /** The status of the answer; 408 also if the connection was closed before it could be read. */
  private int post(int slot, byte[] message) throws IOException {
    try (RawConnection connection = new RawConnection(server.nurl)) {
      return connection.request("POST", slot(slot), slotHeaders(), message).reply().status();
    } catch (EOFException | SocketException cutOff) {
      return 408;
    }
  }

  /** A connection that is kept to the end. */
  private RawConnection connect() throws IOException {
    RawConnection connection = new RawConnection(server.nurl);
    synchronized (attackers) {
      attackers.add(connection);
    }
    return connection;
  }

  private static byte[] message(List<ShareUpdate.Write> writes, List<ReadVector> reads) {
    Map<ShareNumber, ShareUpdate> updates = new HashMap<>();
    if (!writes.isEmpty()) {
      updates.put(HttpFixture.share(0), new ShareUpdate(List.of(), writes, OptionalLong.empty()));
    }
    return new SlotMessages.Request(updates, reads).encoded();
  }

  private static String slot(int number) {
    return "/storage/v1/mutable/" + HttpFixture.index(100 + number) + "/read-test-write";
  }

  private static List<String> slotHeaders() {
    List<String> headers = new ArrayList<>();
    headers.add("Content-Type: " + Messages.CBOR);
    headers.add("Accept: " + Messages.CBOR);
    headers.add(header(SecretKind.LEASE_RENEW, HttpFixture.leases(1).renew()));
    headers.add(header(SecretKind.LEASE_CANCEL, HttpFixture.leases(1).cancel()));
    headers.add(header(SecretKind.WRITE_ENABLER, HttpFixture.slotSecrets(1).writeEnabler()));
    return headers;
  }

  private static String header(SecretKind kind, Secret secret) {
    return SecretKind.HEADER + ": " + SecretHeaders.print(kind, secret);
  }
}
