package org.truckee.foolscap.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.truckee.foolscap.RawPeer;
import org.truckee.foolscap.TestTubs;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;

/** The recorded negotiations, played in their order against one Tub. */
class NegotiationVectorsTest {
  /** How many connections of A the reference had taken in before the recording begins. */
  private static final int EARLIER = 70;

  private static final String INCARNATION = "aa29b1356f1e5e88";

  @Test
  void everyNegotiationGoesAsItWasRecordedByteForByte() throws IOException {
    TubOptions options =
        TubOptions.builder()
            .random(TestTubs.beginningWith(HexFormat.of().parseHex(INCARNATION)))
            .build();
    List<RawPeer> kept = new ArrayList<>();
    try (TestTubs tubs = new TestTubs()) {
      Tub tub = tubs.quiet("B", options);
      Listener listener = tub.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      for (JsonNode vector : TestTubs.VECTORS.required("negotiation_exchanges")) {
        RawPeer peer = play(listener.port(), vector);
        if (vector.required("name").textValue().startsWith("duplicate series")) {
          kept.add(peer);
        } else {
          peer.close();
          awaitNoPeers(tub);
        }
      }
    } finally {
      for (RawPeer peer : kept) {
        peer.close();
      }
    }
  }

  private static RawPeer play(int port, JsonNode vector) throws IOException {
    String name = vector.required("name").textValue();
    JsonNode certificate = vector.required("client_certificate");
    RawPeer peer = RawPeer.connect(port);
    boolean secure = false;
    for (JsonNode frame : vector.required("exchange")) {
      if (frame.get(1).textValue().equals("tls") && !secure) {
        secure = true;
        peer.startTls(
            true,
            certificate.isNull()
                ? Optional.empty()
                : Optional.of(TestTubs.certificate(certificate.textValue())));
      }
      String text = adapted(frame.get(2).textValue());
      if (frame.get(0).textValue().equals("client")) {
        peer.send(text);
      } else if (text.equals("(connection closed)")) {
        assertThat(peer.receiveAll()).as(name).isEmpty();
      } else {
        assertThat(peer.receiveBlock()).as(name).isEqualTo(text);
      }
    }
    boolean stays = vector.required("exchange").toString().contains("banana-decision-version: 3");
    if (!stays) {
      assertThat(peer.receiveAll()).as(name + ": then the connection is closed").isEmpty();
    }
    return peer;
  }

  /** The numbers of connections as they are for a Tub that has just started. */
  private static String adapted(String text) {
    return Pattern.compile(INCARNATION + " (\\d+)")
        .matcher(text)
        .replaceAll(match -> INCARNATION + " " + (Integer.parseInt(match.group(1)) - EARLIER));
  }

  private static void awaitNoPeers(Tub tub) {
    long end = System.nanoTime() + TestTubs.LIMIT.toNanos();
    while (!tub.peers().isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
