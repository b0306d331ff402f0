package org.truckee.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.memory.MemoryBudget;

/** HTTP and another protocol at one port. */
@Timeout(60)
class SharedPortTest {
  private static final int LARGE = 1 << 20;
  private static final int MANY = 300;
  private final HttpThreads threads = new HttpThreads("test");
  private final List<Socket> taken = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    start(Duration.ofSeconds(30));
  }

  private void start(Duration rest) throws IOException {
    server =
        HttpServer.builder(
                threads,
                exchange ->
                    exchange.respond(
                        200, ByteBuffer.wrap("fine".getBytes(StandardCharsets.US_ASCII))))
            .limits(HttpLimits.forPrograms(10).withRest(rest))
            .memory(new MemoryBudget(8 << 20))
            .sharing(new OtherProtocol("GET /id/", this::take))
            .start();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : taken) {
      socket.close();
    }
    server.close();
    threads.close();
  }

  /** Sends everything back. */
  private void take(Socket socket, byte[] ahead) {
    taken.add(socket);
    Thread.ofVirtual()
        .start(
            () -> {
              try (socket) {
                OutputStream out = socket.getOutputStream();
                out.write(ahead);
                socket.getInputStream().transferTo(out);
              } catch (IOException e) {
                // The test is over, or has failed and says so itself.
                return;
              }
            });
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void theFirstBytesDecide() throws IOException {
    try (Socket other = connect();
        RawClient http = new RawClient(server.port())) {
      other.getOutputStream().write(ascii("GET /id/abc"));
      assertThat(other.getInputStream().readNBytes(11)).isEqualTo(ascii("GET /id/abc"));
      http.send("GET /idle HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(http.reply().body()).isEqualTo("fine");
      http.send("GET /id/ HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(http.reply().body()).as("it is HTTP once and for all").isEqualTo("fine");
    }
    assertThat(taken).hasSize(1);
  }

  @Test
  void theFirstBytesMayComeOneByOne() throws IOException {
    try (Socket other = connect()) {
      other.setTcpNoDelay(true);
      for (byte one : ascii("GET /id/x")) {
        other.getOutputStream().write(one);
        other.getOutputStream().flush();
      }
      assertThat(other.getInputStream().readNBytes(9)).isEqualTo(ascii("GET /id/x"));
    }
  }

  @Test
  void whatWasHandedOverIsAnOrdinarySocket() throws Exception {
    byte[] data = new byte[LARGE];
    new java.util.Random(1).nextBytes(data);
    try (Socket other = connect()) {
      other.getOutputStream().write(ascii("GET /id/"));
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      other.getOutputStream().write(data);
                      other.shutdownOutput();
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
      InputStream in = other.getInputStream();
      assertThat(in.readNBytes(8)).isEqualTo(ascii("GET /id/"));
      assertThat(in.readAllBytes()).isEqualTo(data);
      sender.join();
    }
  }

  @Test
  void theSlowAreClosedAndLeaveNothingBehind() throws IOException {
    server.close();
    start(Duration.ofMillis(700));
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Socket socket = connect();
      socket.getOutputStream().write(ascii("GET /id".substring(0, i % 8)));
      slow.add(socket);
    }
    for (Socket socket : slow) {
      assertThat(socket.getInputStream().read()).isNegative();
      socket.close();
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void manyThatAreHandedOverTakeNoPlaceAmongThoseOfHttp() throws IOException {
    List<Socket> others = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Socket other = connect();
      other.getOutputStream().write(ascii("GET /id/"));
      assertThat(other.getInputStream().readNBytes(8)).hasSize(8);
      others.add(other);
    }
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (server.connections() > 0) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
    for (Socket other : others) {
      other.getOutputStream().write(1);
      assertThat(other.getInputStream().read()).isEqualTo(1);
      other.close();
    }
  }
}
