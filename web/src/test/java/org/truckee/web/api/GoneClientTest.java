package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.grid.simulation.Call;
import org.truckee.grid.simulation.FaultyServer;

/** Clients that go away while the node works for them, and what becomes of the work. */
@Timeout(60)
class GoneClientTest {
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode();
  }

  @AfterEach
  void stop() {
    node.servers().servers().forEach(FaultyServer::recover);
    node.close();
  }

  @Test
  void aDownloadThatWaitsForServersEnds() throws Exception {
    String cap = put("/uri", 3 << 20);
    node.servers().servers().forEach(server -> server.stall(Call.Operation.READ));
    try (Socket client = send("GET", "/uri/" + cap, "")) {
      assertThat(client.isConnected()).isTrue();
      await(() -> node.servers().count(Call.Operation.READ) > 0);
    }
    await(() -> !node.history().findDownload(0).orElseThrow().isActive());
  }

  @Test
  void aVerificationEnds() throws Exception {
    String cap = put("/uri", 3 << 20);
    node.servers().servers().forEach(server -> server.stall(Call.Operation.READ));
    try (Socket client = send("POST", "/uri/" + cap + "?t=check&verify=true", "")) {
      assertThat(client.isConnected()).isTrue();
      await(() -> node.servers().count(Call.Operation.READ) > 0);
    }
    await(() -> node.messages().last().getLast().contains("failed"));
    long asked = node.servers().count(Call.Operation.READ);
    node.servers().servers().forEach(FaultyServer::recover);
    assertThat(node.servers().count(Call.Operation.READ)).isEqualTo(asked);
  }

  @Test
  void ofAnUploadNoShareIsLeft() throws Exception {
    node.servers().servers().forEach(server -> server.hold(Call.Operation.CLOSE));
    try (Socket client = send("PUT", "/uri", "x".repeat(100_000))) {
      assertThat(client.isConnected()).isTrue();
      await(() -> node.servers().count(Call.Operation.CLOSE) > 0);
    }
    await(() -> !node.history().findUpload(0).orElseThrow().isActive());
    assertThat(node.history().findUpload(0).orElseThrow().status()).isEqualTo("Failed");
    await(() -> node.servers().count(Call.Operation.ABORT) > 0);
    assertThat(
            node.servers()
                .shares(node.history().findUpload(0).orElseThrow().storageIndex().orElseThrow()))
        .isEmpty();
  }

  @Test
  void aChangeOfADirectoryIsMade() throws Exception {
    String directory = request("POST", "/uri?t=mkdir", new byte[0]).text();
    node.servers().servers().forEach(server -> server.hold(Call.Operation.WRITE_SLOT));
    long before = node.servers().count(Call.Operation.WRITE_SLOT);
    try (Socket client =
        send("POST", "/uri/%s?t=uri&name=child&uri=URI:LIT:nruxi".formatted(directory), "")) {
      assertThat(client.isConnected()).isTrue();
      await(() -> node.servers().count(Call.Operation.WRITE_SLOT) > before);
    }
    node.servers().servers().forEach(FaultyServer::recover);
    await(() -> get("/uri/" + directory + "/child").status() == 200);
  }

  private Socket send(String method, String target, String body) throws IOException {
    Socket socket = new Socket("127.0.0.1", node.http().port());
    socket
        .getOutputStream()
        .write(
            "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(method, target, body.length(), body)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private RawHttp.Answer get(String target) {
    try {
      return request("GET", target, new byte[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String put(String target, int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return request("PUT", target, bytes).text();
  }

  private RawHttp.Answer request(String method, String target, byte[] body) throws IOException {
    return node.http().send(method, target, Map.of(), body);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
      Thread.yield();
    }
  }
}
