package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.truckee.storage.ProtocolException;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareKind;
import org.truckee.wire.Nurl;

/** Servers that lie, stall or vanish: a call ends in time with an error that says where. */
class HostileServerTest {
  private static final int ANSWER = 1 << 16;

  /** For servers that never go on. */
  private static final ClientLimits SHORT =
      new ClientLimits(
          Duration.ofSeconds(5),
          Duration.ofMillis(300),
          Duration.ofMillis(600),
          100_000_000,
          ANSWER);

  /** For those that answer at once. */
  private static final ClientLimits PATIENT =
      new ClientLimits(
          Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20), 1000, ANSWER);

  private static final Target.Share SHARE =
      new Target.Share(ShareKind.IMMUTABLE, HttpFixture.index(1), HttpFixture.share(0));

  private final HttpTransport transport = new HttpTransport();

  @AfterEach
  void stop() {
    transport.close();
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            (request, number) -> {
              over.await();
              return null;
            })) {
      assertThatThrownBy(() -> client(server).version())
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("version at 127.0.0.1:");
      over.countDown();
    }
  }

  @Test
  void aBodyThatStopsHalfWayIsGivenUp() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (request, number) ->
                ascii(
                    "HTTP/1.1 206 Partial Content\r\nContent-Type: application/octet-stream\r\n"
                        + "Content-Range: bytes 0-9/*\r\nContent-Length: 10\r\n\r\n01234"))) {
      ByteBuffer target = ByteBuffer.allocate(10);
      assertThatThrownBy(() -> client(server).reader(SHARE).read(0, target))
          .isInstanceOf(ServerUnavailableException.class);
      assertThat(target.limit()).isEqualTo(10);
    }
  }

  @Test
  void aMessageWithoutEndIsCutOffAtTheLimit() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (request, number) ->
                ascii(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/cbor\r\n\r\n"
                        + "x".repeat(1 << 18)))) {
      assertThatThrownBy(() -> client(server, PATIENT).version())
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("more than 65536 bytes");
    }
  }

  @Test
  void moreDataThanAnnouncedNeverReachesTheBuffer() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (request, number) ->
                ascii(
                    "HTTP/1.1 206 Partial Content\r\nContent-Type: application/octet-stream\r\n"
                        + "Content-Range: bytes 0-4/*\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "a\r\n0123456789\r\n0\r\n\r\n"))) {
      byte[] memory = new byte[30];
      ByteBuffer target = ByteBuffer.wrap(memory, 10, 10);
      assertThatThrownBy(() -> client(server, PATIENT).reader(SHARE).read(0, target))
          .isInstanceOf(ProtocolException.class);
      assertThat(memory).containsOnly(0);
    }
  }

  @Test
  void aKeptConnectionThatTurnsOutDeadIsReplacedOnce() throws Exception {
    byte[] version = Messages.version(new ServerVersion(1, 2, 3, "x"));
    byte[] answer =
        ascii(
            "HTTP/1.1 200 OK\r\nContent-Type: application/cbor\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(version.length, new String(version, StandardCharsets.ISO_8859_1)));
    // The second request is dropped with its connection; the third is the repetition.
    try (ScriptedServer server =
        new ScriptedServer((request, number) -> number == 2 ? null : answer)) {
      StorageHttpClient client = new StorageHttpClient(transport, server.nurl());
      client.version();
      assertThat(client.version().applicationVersion()).isEqualTo("x");
      assertThat(server.requests).hasSize(3);
    }
  }

  @Test
  void aServerThatDropsEveryRequestIsNotAskedForEver() throws Exception {
    try (ScriptedServer server = new ScriptedServer((request, number) -> null)) {
      assertThatThrownBy(() -> new StorageHttpClient(transport, server.nurl()).version())
          .isInstanceOf(ServerUnavailableException.class);
      assertThat(server.requests).hasSize(2);
    }
  }

  @Test
  void anInterruptEndsACallAtOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    try (ScriptedServer server =
            new ScriptedServer(
                (request, number) -> {
                  asked.countDown();
                  over.await();
                  return null;
                });
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      StorageHttpClient patient = new StorageHttpClient(transport, server.nurl());
      Future<?> call =
          threads.submit(
              () -> {
                try {
                  patient.version();
                } catch (InterruptedException e) {
                  interrupted.set(true);
                }
                return null;
              });
      asked.await();
      call.cancel(true);
      threads.shutdown();
      assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      assertThat(interrupted).isTrue();
      over.countDown();
    }
  }

  /** Another TLS handshake would cost more than the rest of a small answer. */
  @Test
  void theConnectionsOfInterruptedReadsAreUsedAgain() throws Exception {
    int most = 10;
    CountDownLatch asked = new CountDownLatch(most);
    CountDownLatch over = new CountDownLatch(1);
    byte[] version = Messages.version(new ServerVersion(1, 2, 3, "x"));
    byte[] answer =
        ascii(
            "HTTP/1.1 200 OK\r\nContent-Type: application/cbor\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(version.length, new String(version, StandardCharsets.ISO_8859_1)));
    try (ScriptedServer server =
        new ScriptedServer(
            (request, number) -> {
              asked.countDown();
              over.await();
              return answer;
            })) {
      StorageHttpClient client = new StorageHttpClient(transport, server.nurl());
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<ServerVersion>> calls = new ArrayList<>();
        for (int i = 0; i < most; i++) {
          calls.add(threads.submit(client::version));
        }
        asked.await();
        calls.forEach(call -> call.cancel(true));
      }
      over.countDown();
      assertThat(client.version().applicationVersion()).isEqualTo("x");
      assertThat(server.connections).hasValue(most);
    }
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() throws Exception {
    Nurl gone;
    try (ScriptedServer server = new ScriptedServer((request, number) -> null)) {
      gone = server.nurl();
    }
    assertThatThrownBy(() -> new StorageHttpClient(transport, gone).version())
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("127.0.0.1:" + gone.port());
  }

  private StorageHttpClient client(ScriptedServer server) {
    return client(server, SHORT);
  }

  private StorageHttpClient client(ScriptedServer server, ClientLimits limits) {
    return new StorageHttpClient(transport, server.nurl(), limits, new SecureRandom());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
