package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.truckee.grid.FileTooLargeException;
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
  void aFileWithARandomKeyIsSentWhileItArrives() throws Exception {
    byte[] contents = bytes();
    String first;
    try (Socket socket = begin("/uri?convergence=off", LENGTH)) {
      OutputStream out = socket.getOutputStream();
      out.write(contents, 0, LENGTH - 1);
      out.flush();
      await(() -> node.servers().count(Call.Operation.WRITE) > 0);
      assertThat(spooled()).as("none of it is kept").isZero();
      out.write(contents, LENGTH - 1, 1);
      out.flush();
      first = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
    assertThat(first).startsWith("HTTP/1.1 200 ").contains("URI:CHK:");
    String cap = first.substring(first.indexOf("URI:CHK:"));
    assertThat(send("GET", "/uri/" + cap, new byte[0]).body()).isEqualTo(contents);
    String again = send("PUT", "/uri?convergence=off", contents).text();
    assertThat(again).startsWith("URI:CHK:").isNotEqualTo(cap);
  }

  @Test
  void ofAFileWithARandomKeyWhoseSenderGoesAwayNothingIsLeft() throws Exception {
    try (Socket socket = begin("/uri?convergence=off", LENGTH)) {
      socket.getOutputStream().write(bytes(), 0, LENGTH - 1);
      socket.getOutputStream().flush();
      await(() -> node.servers().count(Call.Operation.WRITE) > 0);
    }
    await(() -> !node.history().findUpload(0).orElseThrow().isActive());
    assertThat(node.history().findUpload(0).orElseThrow().status()).isEqualTo("Failed");
    await(() -> node.servers().count(Call.Operation.ABORT) > 0);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ofAnImmutableFileWhoseSenderGoesAwayTheSpoolIsRemoved() throws Exception {
    try (Socket socket = begin("/uri", LENGTH)) {
      socket.getOutputStream().write(bytes(), 0, LENGTH - 1);
      socket.getOutputStream().flush();
      await(() -> open() == 1);
      assertThat(spooled()).as("it has no name").isZero();
    }
    await(() -> open() == 0);
    assertThat(node.servers().count(Call.Operation.ALLOCATE)).isZero();
  }

  @Test
  void anSdmfFileThatCannotBeMadeIsRefusedBeforeItIsSent() throws Exception {
    try (Socket socket = begin("/uri?format=sdmf", Long.MAX_VALUE)) {
      String answer = new String(socket.getInputStream().readNBytes(17), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 413 ");
    }
    String cap = send("PUT", "/uri?format=sdmf", new byte[10]).text();
    try (Socket socket = begin("/uri/" + cap, Long.MAX_VALUE)) {
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 413 ").contains("format=mdmf");
    }
    assertThat(send("GET", "/uri/" + cap, new byte[0]).body()).hasSize(10);
  }

  @Test
  void contentsWhoseLengthIsNotToldAreBoundedToo() {
    InputStream empty = InputStream.nullInputStream();
    assertThatCode(() -> new BoundedContents(empty, 0).readAllBytes()).doesNotThrowAnyException();
    InputStream three = new ByteArrayInputStream(new byte[3]);
    assertThatThrownBy(() -> new BoundedContents(three, 2).readAllBytes())
        .isInstanceOf(FileTooLargeException.class)
        .hasMessageContaining("2 bytes");
  }

  private RawHttp.Answer send(String method, String target, byte[] body) throws IOException {
    return node.http().send(method, target, Map.of(), body);
  }

  /** How many files uploads wait in, with or without a name. */
  private long open() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(each -> target(each).startsWith(folder().toString())).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }

  private Path folder() {
    return node.folder().resolve("tmp");
  }

  private PublishStatus publish() {
    return node.history().findPublish(0).orElseThrow();
  }

  /** Files with a name that uploads wait in. */
  private long spooled() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Socket begin(String target, long length) throws IOException {
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
