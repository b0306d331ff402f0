package org.truckee.foolscap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.truckee.crypto.NodeCertificate;
import org.truckee.crypto.TubId;

/**
 * Plays the clients of a recorded conversation towards a live server, byte for byte, and compares
 * what that says with what the recorded one said, message by message. When a side lets go of
 * references is its own affair, and left out of the comparison.
 */
public final class RecordedClient implements AutoCloseable {
  private static final HexFormat HEX = HexFormat.of();
  private static final String END_OF_BLOCK = "\r\n\r\n";

  private static final Pattern ASKED = Pattern.compile("GET /id/([a-z2-7]{32})");

  private final int port;
  private final String tub;
  private final Map<Integer, NodeCertificate> certificates;
  private final UnaryOperator<String> compared;
  private final Map<Integer, Line> lines = new HashMap<>();

  /**
   * Plays towards a port of this machine.
   *
   * @param tub the id of the live server, which may be another than the recorded one's
   * @param certificates of the clients, by the number of the connection
   * @param compared leaves out of a message, as text, what may differ
   */
  public RecordedClient(
      int port,
      TubId tub,
      Map<Integer, NodeCertificate> certificates,
      UnaryOperator<String> compared) {
    this.port = port;
    this.tub = tub.toString();
    this.certificates = certificates;
    this.compared = compared;
  }

  /** One connection. */
  private static final class Line {
    private final RawPeer peer;
    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();

    /** Messages that have been compared. */
    private int seen;

    /** The recorded server's last call. */
    private String lastCall = "";

    /** What the calls of the live server are numbered, by those of the recorded one. */
    private final Map<Integer, Integer> calls = new HashMap<>();

    Line(RawPeer peer) {
      this.peer = peer;
    }

    /** The next message of the server that does not let go of something. */
    Message next() throws IOException {
      while (true) {
        List<Message> messages =
            Message.split(arrived.toByteArray()).stream()
                .filter(message -> !message.isDecref())
                .toList();
        if (messages.size() > seen) {
          return messages.get(seen++);
        }
        byte[] octet = peer.receive(1);
        assertThat(octet).as("more comes after %s", messages).hasSize(1);
        arrived.writeBytes(octet);
      }
    }
  }

  /** Plays frames of a transcript. */
  public void play(Iterable<JsonNode> frames) throws IOException {
    for (JsonNode frame : frames) {
      int number = frame.required("connection").intValue();
      if (!lines.containsKey(number)) {
        lines.put(number, new Line(RawPeer.connect(port)));
      }
      Line line = lines.get(number);
      if (frame.required("layer").textValue().equals("tls")
          && !(line.peer.socket() instanceof SSLSocket)) {
        line.peer.startTls(true, Optional.of(certificates.get(number)));
      }
      boolean client = frame.required("from").textValue().equals("client");
      if (frame.has("text")) {
        negotiate(line, client, frame.required("text").textValue());
      } else if (client) {
        say(line, HEX.parseHex(frame.required("hex").textValue()));
      } else {
        hear(line, HEX.parseHex(frame.required("hex").textValue()));
      }
    }
  }

  /** The live server has an incarnation of its own. */
  private void negotiate(Line line, boolean client, String text) throws IOException {
    if (client) {
      line.peer.send(ASKED.matcher(text).replaceAll("GET /id/" + tub));
      return;
    }
    String said = "";
    for (int at = 0; at < text.length(); at = text.indexOf(END_OF_BLOCK, at) + 4) {
      said += line.peer.receiveBlock();
    }
    assertThat(withoutChoices(said)).isEqualTo(withoutChoices(text));
  }

  private static String withoutChoices(String block) {
    return block
        .replaceAll("my-tub-id: [a-z2-7]{32}", "my-tub-id: *")
        .replaceAll("[0-9a-f]{16}(?: \\d+)?", "*");
  }

  private static void say(Line line, byte[] frame) throws IOException {
    for (Message message : Message.split(frame)) {
      if (!message.isAnswer()) {
        line.peer.send(message.bytes());
      } else if (line.calls.containsKey(message.request())) {
        line.peer.send(message.withRequest(line.calls.get(message.request())).bytes());
      }
    }
  }

  /** What is heard together may come in any order: calls are answered when they have been done. */
  private void hear(Line line, byte[] frame) throws IOException {
    List<Message> expected =
        Message.split(frame).stream()
            .filter(message -> !message.isDecref() && !isRepeated(line, message))
            .toList();
    List<Message> actual = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      actual.add(line.next());
    }
    assertThat(actual.stream().map(this::described).toList())
        .containsExactlyInAnyOrderElementsOf(expected.stream().map(this::described).toList());
    for (Message call : expected.stream().filter(Message::isCall).toList()) {
      actual.stream()
          .filter(message -> described(message).equals(described(call)))
          .forEach(message -> line.calls.put(call.request(), message.request()));
    }
  }

  /**
   * Recorded servers make some calls twice in a row, such as that nothing will be read any more.
   */
  private boolean isRepeated(Line line, Message message) {
    if (!message.isCall()) {
      return false;
    }
    String call = described(message);
    boolean repeated = call.equals(line.lastCall);
    line.lastCall = call;
    return repeated;
  }

  private String described(Message message) {
    List<String> tokens = new ArrayList<>();
    for (String token : message.tokens()) {
      tokens.add(token.replaceAll("^(OPEN|CLOSE)\\(\\d+\\)$", "$1"));
    }
    if (message.isCall()) {
      tokens.set(2, "INT(*)");
    }
    String text = String.join("\n", tokens);
    return compared.apply(text.replaceAll("pb://[a-z2-7]{32}@[^/)]*/", "pb://*/"));
  }

  @Override
  public void close() throws IOException {
    for (Line line : lines.values()) {
      line.peer.close();
    }
  }
}
