package org.truckee.foolscap.tub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.RawPeer;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.TestTubs;
import org.truckee.foolscap.TokenText;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.Value;

/** Whole recorded connections, with one side played and the other live, byte for byte. */
@Timeout(120)
class TranscriptsTest {
  private static final HexFormat HEX = HexFormat.of();

  private static JsonNode transcript(String name) {
    for (JsonNode transcript : TestTubs.VECTORS.required("transcripts")) {
      if (transcript.required("name").textValue().equals(name)) {
        return transcript;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static byte[] bytes(JsonNode frame) {
    return frame.has("text")
        ? frame.required("text").textValue().getBytes(StandardCharsets.UTF_8)
        : HEX.parseHex(frame.required("hex").textValue());
  }

  private static boolean isFrom(JsonNode frame, String side) {
    return frame.required("from").textValue().equals(side);
  }

  /** What the side had chosen when it started, as the recording shows. */
  private static TubOptions.Builder incarnationOf(
      JsonNode transcript, String side, int connection) {
    for (JsonNode frame : transcript.required("frames")) {
      Matcher incarnation =
          Pattern.compile("my-incarnation: ([0-9a-f]{16})").matcher(frame.path("text").asText());
      if (isFrom(frame, side)
          && frame.required("connection").intValue() == connection
          && incarnation.find()) {
        return TubOptions.builder()
            .random(TestTubs.beginningWith(HEX.parseHex(incarnation.group(1))));
      }
    }
    throw new IllegalArgumentException("nobody says hello");
  }

  /** Where the live Tub says that it is: where the recorded one was. */
  private static ConnectionHint location(JsonNode transcript, String name) {
    Matcher hint = Pattern.compile("@(tcp:127.0.0.1:\\d+)/" + name).matcher(transcript.toString());
    assertThat(hint.find()).isTrue();
    return new ConnectionHint(hint.group(1));
  }

  private static String clientOf(JsonNode transcript) {
    return transcript.required("name").textValue().equals("client_master") ? "C" : "A";
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_slave", "client_master", "reconnect", "keepalive"})
  void theServerAnswersAsItWasRecorded(String name) throws IOException {
    JsonNode transcript = transcript(name);
    EchoObject echo = new EchoObject();
    Map<Integer, RawPeer> peers = new HashMap<>();
    try (TestTubs tubs = new TestTubs()) {
      Tub tub = tubs.quiet("B", incarnationOf(transcript, "server", 1).build());
      Listener listener = tub.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      tub.setLocation(List.of(location(transcript, "echo")));
      tub.publish("echo", LocalObject.of(echo));
      for (JsonNode frame : transcript.required("frames")) {
        play(frame, peers, listener.port(), clientOf(transcript), echo);
      }
    } finally {
      closeAll(peers);
    }
  }

  private static void closeAll(Map<Integer, RawPeer> peers) throws IOException {
    for (RawPeer peer : peers.values()) {
      peer.close();
    }
  }

  private static void play(
      JsonNode frame, Map<Integer, RawPeer> peers, int port, String client, EchoObject echo)
      throws IOException {
    int connection = frame.required("connection").intValue();
    if (!peers.containsKey(connection)) {
      closeAll(peers);
      peers.put(connection, RawPeer.connect(port));
    }
    RawPeer peer = peers.get(connection);
    if (frame.required("layer").textValue().equals("tls")
        && !(peer.socket() instanceof javax.net.ssl.SSLSocket)) {
      peer.startTls(true, Optional.of(TestTubs.certificate(client)));
    }
    byte[] bytes = bytes(frame);
    if (isFrom(frame, "client")) {
      peer.send(bytes);
    } else {
      assertReceived(peer, frame, bytes, echo::release);
    }
  }

  /** A frame is received message by message; before a decref somebody lets go of something. */
  private static void assertReceived(
      RawPeer peer, JsonNode frame, byte[] expected, Runnable beforeDecref) throws IOException {
    int decref = frame.has("tokens") ? decrefAt(expected) : -1;
    if (decref < 0) {
      assertThat(described(peer.receive(expected.length), frame))
          .isEqualTo(described(expected, frame));
      return;
    }
    byte[] head = java.util.Arrays.copyOf(expected, decref);
    byte[] tail = java.util.Arrays.copyOfRange(expected, decref, expected.length);
    assertThat(described(peer.receive(head.length), frame)).isEqualTo(described(head, frame));
    beforeDecref.run();
    assertThat(described(peer.receive(tail.length), frame)).isEqualTo(described(tail, frame));
  }

  /** Where the call of decref begins; −1 if there is none. */
  private static int decrefAt(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("decref");
    if (at < 0) {
      return -1;
    }
    List<String> messages = TokenText.messages(bytes);
    int tokens = 0;
    for (String message : messages) {
      if (message.contains("decref")) {
        break;
      }
      tokens += message.split(" ").length;
    }
    int end = 0;
    int seen = 0;
    while (seen < tokens) {
      int length = 1;
      while (!isWhole(bytes, end, length)) {
        length++;
      }
      end += length;
      seen++;
    }
    return end;
  }

  private static boolean isWhole(byte[] bytes, int from, int length) {
    try {
      return TokenText.of(java.util.Arrays.copyOfRange(bytes, from, from + length)).size() == 1;
    } catch (java.nio.BufferUnderflowException e) {
      return false;
    }
  }

  private static Object described(byte[] bytes, JsonNode frame) {
    return frame.has("tokens") ? TokenText.of(bytes) : new String(bytes, StandardCharsets.UTF_8);
  }

  /** What the application of the recorded client did. */
  private static void clientsOwn(RemoteReference echo, Tub tub) throws Exception {
    assertThat(call(echo, "echo", Value.of(42))).isEqualTo(Value.of(42));
    Value mixed =
        Value.dict(
            Map.of(
                Value.bytes("k"),
                Value.list(
                    Value.of(1),
                    Value.None.NONE,
                    Value.text("u"),
                    Value.Bool.TRUE,
                    new Value.Real(2.5),
                    new Value.Int(BigInteger.ONE.shiftLeft(40)),
                    Value.tuple(Value.bytes("t")))));
    assertThat(echo.call("echo", List.of(), Map.of("x", mixed), TestTubs.LIMIT)).isEqualTo(mixed);
    Value list = Value.list(Value.of(1));
    Value twice = Value.list(list, list);
    assertThat(echo.call("pair", List.of(list), Map.of("b", twice), TestTubs.LIMIT))
        .isEqualTo(Value.tuple(list, twice));
    assertThatThrownBy(() -> call(echo, "boom"))
        .isInstanceOfSatisfying(
            RemoteFailureException.class,
            e -> {
              assertThat(e.failure().type()).isEqualTo("builtins.KeyError");
              assertThat(e.failure().value()).isEqualTo("'missing'");
              assertThat(e.failure().is("builtins.LookupError")).isTrue();
            });
    assertThatThrownBy(() -> call(echo, "nosuch")).isInstanceOf(RemoteFailureException.class);
    echo.send("echo", List.of(Value.of(1)), TestTubs.LIMIT);
    LocalObject own = LocalObject.of(new EchoObject());
    assertThat(call(echo, "echo", own)).isEqualTo(own);
    assertThat(call(echo, "callback", own, Value.of(7))).isEqualTo(Value.of(7));
    call(echo, "hold", own);
    call(echo, "hold", own);
    call(echo, "drop");
    assertThat(tub.peers()).hasSize(1);
  }

  private static Value call(RemoteReference reference, String method, Value... arguments)
      throws Exception {
    return reference.call(method, List.of(arguments), TestTubs.LIMIT);
  }

  @Test
  void theClientCallsAsItWasRecorded() throws Exception {
    JsonNode transcript = transcript("client_slave");
    try (TestTubs tubs = new TestTubs();
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Tub tub = tubs.quiet("A", incarnationOf(transcript, "client", 1).build());
      Furl furl =
          Furl.of(
              TestTubs.certificate("B").tubId(),
              List.of(new ConnectionHint("127.0.0.1:" + server.getLocalPort())),
              "echo");
      Future<RemoteReference> done =
          executor.submit(
              () -> {
                RemoteReference echo = tub.connect(furl, TestTubs.LIMIT);
                clientsOwn(echo, tub);
                return echo;
              });
      try (RawPeer peer = RawPeer.accept(server)) {
        playServer(transcript, peer, done);
      }
    }
  }

  private static void playServer(JsonNode transcript, RawPeer peer, Future<RemoteReference> done)
      throws IOException {
    List<JsonNode> frames = new ArrayList<>();
    transcript.required("frames").forEach(frames::add);
    for (JsonNode frame : frames) {
      if (frame.required("layer").textValue().equals("tls")
          && !(peer.socket() instanceof javax.net.ssl.SSLSocket)) {
        peer.startTls(false, Optional.of(TestTubs.certificate("B")));
      }
      byte[] bytes = bytes(frame);
      if (isFrom(frame, "server")) {
        peer.send(bytes);
      } else {
        assertReceived(peer, frame, bytes, () -> release(done));
      }
    }
  }

  private static void release(Future<RemoteReference> done) {
    try {
      done.get().release();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aGiftIsFetchedAndAcknowledgedAsItWasRecorded() throws Exception {
    JsonNode transcript = transcript("gift");
    EchoObject receiver = new EchoObject();
    try (TestTubs tubs = new TestTubs()) {
      Tub b = tubs.listening("B");
      b.publish("target", LocalObject.of(new EchoObject()));
      Tub c = tubs.quiet("C", incarnationOf(transcript, "server", 2).acceptGifts().build());
      playGift(transcript, b, c, receiver);
      assertThat(c.peers()).extracting(peer -> peer.tubId()).contains(b.tubId());
    }
  }

  @Test
  void aGiftIsRefusedByATubThatTakesNone() throws Exception {
    JsonNode transcript = transcript("gift_refused");
    try (TestTubs tubs = new TestTubs()) {
      Tub b = tubs.listening("B");
      Tub c = tubs.quiet("C", incarnationOf(transcript, "server", 2).build());
      assertThat(playGift(transcript, b, c, new EchoObject()))
          .contains("foolscap.tokens.Violation")
          .contains("gifts are prohibited in this Tub");
      assertThat(b.peers()).isEmpty();
    }
  }

  /** Plays the giver towards C; says what C says last. */
  private static String playGift(JsonNode transcript, Tub b, Tub c, EchoObject receiver)
      throws IOException {
    Listener listener = c.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    c.setLocation(List.of(location(transcript, "receiver")));
    c.publish("receiver", LocalObject.of(receiver));
    String recorded = location(transcript, "target").text();
    String actual = b.location().orElseThrow().getFirst().text();
    String last = "";
    try (RawPeer peer = RawPeer.connect(listener.port())) {
      for (JsonNode frame : transcript.required("frames")) {
        if (frame.required("connection").intValue() != 2) {
          continue;
        }
        if (frame.required("layer").textValue().equals("tls")
            && !(peer.socket() instanceof javax.net.ssl.SSLSocket)) {
          peer.startTls(true, Optional.of(TestTubs.certificate("A")));
        }
        byte[] bytes = moved(bytes(frame), recorded, actual);
        if (isFrom(frame, "client")) {
          peer.send(bytes);
        } else if (transcript.required("name").textValue().equals("gift_refused")
            && frame.toString().contains("prohibited")) {
          last = new String(peer.receiveFor(2000), StandardCharsets.ISO_8859_1);
        } else {
          assertThat(described(peer.receive(bytes.length), frame))
              .isEqualTo(described(bytes, frame));
        }
      }
    }
    return last;
  }

  /** The same with the live Tub's place in the FURL, whose length may be another. */
  private static byte[] moved(byte[] bytes, String recorded, String actual) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(recorded);
    if (at < 0) {
      return bytes;
    }
    assertThat(actual).as("ports of this machine have five digits").hasSameSizeAs(recorded);
    ByteArrayOutputStream moved = new ByteArrayOutputStream();
    moved.writeBytes(bytes);
    byte[] result = moved.toByteArray();
    System.arraycopy(actual.getBytes(StandardCharsets.ISO_8859_1), 0, result, at, actual.length());
    return result;
  }
}
