package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.grid.EncodingParameters;
import org.truckee.node.EmbeddedGrid;
import org.truckee.node.NodeResources;
import org.truckee.node.Termination;

/**
 * Programs that together want far more than a client node has, at its web API: it stays alive,
 * serves an honest one all the while and is rid of everything afterwards, and it ends when it is
 * told to. Its log keeps what it was asked for to itself.
 */
class WebFloodTest {
  private static final int MIB = 1 << 20;

  /** So long a program tries again that is told to come back later. */
  private static final Duration BOUND = Duration.ofSeconds(90);

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Some lines: three hundred broken requests with stack traces would take far more. */
  private static final int QUIET = 20_000;

  private static final Random RANDOM = new Random(20);

  @TempDir private Path temp;

  private final List<Socket> attackers = new ArrayList<>();
  private NodeProcess node;
  private WebDoor door;
  private String large;

  @Test
  @Timeout(300)
  void aFloodNeitherKillsANodeNorKeepsItFromServingOthersNorFromEnding() throws Exception {
    try (NodeResources resources = NodeResources.start();
        EmbeddedGrid servers =
            EmbeddedGrid.start(
                new EmbeddedGrid.Wish(temp.resolve("grid"), OptionalInt.of(2), OptionalInt.of(0)),
                resources)) {
      Path client =
          NodeProcess.makeClient(
              temp.resolve("client"), EncodingParameters.of(1, 2, 2), servers.servers());
      try (NodeProcess started = NodeProcess.start(client, temp.resolve("log"))) {
        node = started;
        door = WebDoor.of(NodeProcess.url(client));
        awaitServers(2);
        large = put(bytes(6 * MIB));
        flood();
      }
    }
  }

  private void awaitServers(int count) throws IOException {
    String all = "<strong>%d of %d</strong> known".formatted(count, count);
    while (!answer("GET /", new byte[0]).text().contains(all)) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void flood() throws Exception {
    floodWithHeadsWithoutEnd();
    serveTheHonestClient();
    floodWithBrokenRequests();
    serveTheHonestClient();
    floodWithStalledUploads();
    serveTheHonestClient();
    floodWithDownloadsThatNobodyReads();
    serveTheHonestClient();
    floodWithUploadsAndDownloadsAtOnce();
    serveTheHonestClient();
    floodWithBodiesThatTrickle();

    leave();
    assertThat(door.exchange(WebDoor.get(large), new byte[0]).orElseThrow().status())
        .isEqualTo(200);
    assertThat(node.log()).hasSizeLessThan(QUIET).doesNotContain("OutOfMemory", key(large));

    floodWithStalledUploads();
    floodWithDownloadsThatNobodyReads();
    node.terminate();
    assertThat(node.status(Termination.LIMIT.toSeconds() + 5)).as(node.log()).isEqualTo(143);
    leave();
  }

  /** The part of a capability that has to stay secret. */
  private static String key(String cap) {
    return cap.split(":")[2];
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private String put(byte[] contents) throws IOException {
    return answer("PUT /uri", contents).text();
  }

  /** The answer to a program that tries again when it is told to, or was cut off. */
  private WebDoor.Answer answer(String line, byte[] body) throws IOException {
    long begin = System.nanoTime();
    while (true) {
      assertThat(node.alive()).as(node.log()).isTrue();
      Optional<WebDoor.Answer> answer = door.exchange(line, body);
      if (answer.isPresent() && answer.get().status() != 503) {
        assertThat(answer.get().status()).as(answer.get().text()).isEqualTo(200);
        return answer.get();
      }
      answer.ifPresent(refused -> assertThat(refused.headers()).containsKey("retry-after"));
      assertThat(System.nanoTime() - begin).isLessThan(BOUND.toNanos());
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void serveTheHonestClient() throws IOException {
    byte[] contents = bytes(100_000);
    String cap = put(contents);
    assertThat(answer(WebDoor.get(cap), new byte[0]).body()).isEqualTo(contents);
  }

  private void floodWithHeadsWithoutEnd() {
    for (int i = 0; i < 240; i++) {
      begin(WebDoor.get(large) + " HTTP/1.1\r\n" + "a:\r\n".repeat(4000));
      begin(WebDoor.get(large) + " HTTP/1.1\r\n" + "a:\r\n".repeat(199));
      begin(WebDoor.get(large) + " HTTP/1.1\r\nX: " + "x".repeat(15_000));
    }
  }

  /** What libraries would like to tell of. */
  private void floodWithBrokenRequests() throws Exception {
    String get = WebDoor.get(large);
    atOnce(
        300,
        i -> {
          String request =
              switch (i % 5) {
                case 0 -> get + " HTTP/1.1\r\nHost: a b:c\r\n\r\n";
                case 1 -> get + " HTTP/7.1\r\n\r\n";
                case 2 -> get + " HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n";
                case 3 -> get + "\0 HTTP/1.1\r\nHost: x\r\n\r\n";
                default ->
                    get.replace("GET", "PUT")
                        + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
              };
          try (Socket socket = door.connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(WebDoor.read(socket).status()).isBetween(400, 599);
          } catch (IOException cutOff) {
            assertThat(cutOff).isNotNull();
          }
        });
  }

  private void floodWithStalledUploads() {
    for (int i = 0; i < 900; i++) {
      begin(new String(door.head("PUT /uri", MIB), StandardCharsets.ISO_8859_1) + "some");
    }
  }

  private void floodWithDownloadsThatNobodyReads() {
    for (int i = 0; i < 80; i++) {
      begin(new String(door.head(WebDoor.get(large), 0), StandardCharsets.ISO_8859_1));
    }
  }

  private void floodWithUploadsAndDownloadsAtOnce() throws Exception {
    Map<Integer, Integer> statuses = new TreeMap<>();
    atOnce(
        200,
        i -> {
          Optional<WebDoor.Answer> answer =
              i % 2 == 0
                  ? door.exchange("PUT /uri", bytes(MIB / 2))
                  : door.exchange(WebDoor.get(large), new byte[0]);
          synchronized (statuses) {
            statuses.merge(answer.map(WebDoor.Answer::status).orElse(0), 1, Integer::sum);
          }
        });
    assertThat(statuses).containsKey(200);
    assertThat(statuses.keySet()).isSubsetOf(0, 200, 503);
  }

  /** A byte now and then, for as long as others ask for something. */
  private void floodWithBodiesThatTrickle() throws Exception {
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      begin(new String(door.head("PUT /uri", MIB), StandardCharsets.ISO_8859_1))
          .ifPresent(slow::add);
    }
    Thread trickle = Thread.ofVirtual().start(() -> trickle(slow));
    try {
      serveTheHonestClient();
    } finally {
      trickle.interrupt();
      trickle.join();
    }
  }

  private static void trickle(List<Socket> slow) {
    while (!Thread.interrupted()) {
      for (Socket socket : slow) {
        try {
          socket.getOutputStream().write('x');
        } catch (IOException cutOff) {
          continue;
        }
      }
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    }
  }

  /** A request that does not go on; empty if the node did not let it begin. */
  private Optional<Socket> begin(String text) {
    try {
      Socket socket = door.connect();
      attackers.add(socket);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return Optional.of(socket);
    } catch (IOException closed) {
      // Who is slow has to make room for others: that is what the node shall do.
      return Optional.empty();
    }
  }

  private void leave() throws IOException {
    for (Socket attacker : attackers) {
      attacker.close();
    }
    attackers.clear();
  }

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
}
