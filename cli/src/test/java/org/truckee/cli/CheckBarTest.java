package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.Streams;
import org.truckee.cli.command.Surroundings;
import org.truckee.cli.gateway.Gateway;

/** How far a verification is, as a node tells it to whoever asks. */
@Timeout(60)
class CheckBarTest {
  private static final String INDEX = "a".repeat(26);
  private static final String FILE =
      "[\"filenode\", {\"verify_uri\": \"URI:CHK-Verifier:%s:%s:3:10:4000000\"}]"
          .formatted(INDEX, "a".repeat(52));
  private static final String STATUS =
      """
      {"active": [{"type": "upload", "storage-index-string": "%s"},
        {"type": "unknown", "operation": "verify", "storage-index-string": "%s",
         "progress": 0.25, "total-size": 4000000}], "recent": []}
      """
          .formatted(INDEX, INDEX);

  @Test
  void aVerificationShowsHowMuchIsDone() throws Exception {
    HttpServer node = HttpServer.create();
    node.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext(
        "/",
        exchange -> {
          boolean status = exchange.getRequestURI().getPath().equals("/status");
          byte[] answer = (status ? STATUS : FILE).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    node.start();
    CountDownLatch shown = new CountDownLatch(1);
    ByteArrayOutputStream terminal =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int count) {
            super.write(bytes, offset, count);
            shown.countDown();
          }
        };
    Streams streams =
        new Streams(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(terminal, true, StandardCharsets.UTF_8),
            true);
    Session session = new Session(streams, false, Optional.empty(), Surroundings.ofProcess());
    Gateway gateway =
        new Gateway(URI.create("http://127.0.0.1:%d/".formatted(node.getAddress().getPort())));
    AtomicLong clock = new AtomicLong();
    try (CheckBar _ =
        new CheckBar(
            gateway, "uri/x", session, () -> clock.getAndAdd(TimeUnit.SECONDS.toNanos(1)))) {
      shown.await();
    } finally {
      node.stop(0);
    }
    assertThat(terminal.toString(StandardCharsets.UTF_8))
        .startsWith("\r\u001b[K[#######                       ]  25 %  verified 1.0 MB of 4.0 MB, ")
        .containsPattern("B/s, [0-9]+:[0-9]{2} left")
        .endsWith("\r\u001b[K");
  }
}
