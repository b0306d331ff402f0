package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.grid.history.PublishStatus;
import org.truckee.grid.simulation.Call;

/** Uploads that break off, or that nobody waits for, and what is left of them. */
@Timeout(60)
class StreamedUploadTest {
  private static final int LENGTH = 12 << 20;

  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aMutableFileIsSentWhileItArrives() throws Exception {
    byte[] contents = bytes();
    try (Socket socket = begin("/uri?format=mdmf", LENGTH)) {
      OutputStream out = socket.getOutputStream();
      out.write(contents, 0, LENGTH - 1);
      out.flush();
      await(() -> node.servers().count(Call.Operation.WRITE_SLOT) > 0);
      assertThat(spooled()).as("none of it is kept").isZero();
      out.write(contents, LENGTH - 1, 1);
      out.flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 200 ").contains("URI:MDMF:");
      String cap = answer.substring(answer.indexOf("URI:MDMF:"));
      assertThat(node.http().send("GET", "/uri/" + cap, Map.of(), new byte[0]).body())
          .isEqualTo(contents);
    }
  }

  @Test
  void ofAMutableFileWhoseSenderGoesAwayNothingIsLeft() throws Exception {
    try (Socket socket = begin("/uri?format=mdmf", LENGTH)) {
      socket.getOutputStream().write(bytes(), 0, LENGTH - 1);
      socket.getOutputStream().flush();
      await(() -> node.servers().count(Call.Operation.WRITE_SLOT) > 0);
    }
    await(() -> !publish().isActive());
    assertThat(publish().status()).isEqualTo("Failed");
    assertThat(node.servers().shares(publish().storageIndex().orElseThrow()))
        .allSatisfy((server, shares) -> assertThat(shares).isEmpty());
  }

  @Test
  void ofAnImmutableFileWhoseSenderGoesAwayTheSpoolIsRemoved() throws Exception {
    try (Socket socket = begin("/uri", LENGTH)) {
      socket.getOutputStream().write(bytes(), 0, LENGTH - 1);
      socket.getOutputStream().flush();
    }
    // The answer to a later request comes after all of the earlier one's ending has begun.
    await(() -> spooled() == 0);
    assertThat(node.servers().count(Call.Operation.ALLOCATE)).isZero();
  }

  private PublishStatus publish() {
    return node.history().findPublish(0).orElseThrow();
  }

  /** Files with a name that uploads wait in. */
  private long spooled() {
    try (Stream<Path> files = Files.list(node.folder().resolve("tmp"))) {
      return files.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Socket begin(String target, int length) throws IOException {
    Socket socket = new Socket("127.0.0.1", node.http().port());
    socket
        .getOutputStream()
        .write(
            "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(target, length)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[LENGTH];
    new Random(11).nextBytes(bytes);
    return bytes;
  }
}
