package org.truckee.firstgen.introducer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.truckee.firstgen.node.OldGrid;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;

final class IntroducerTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int NODES = 33;

  private static Tub tub(int certificate) throws IOException {
    return new Tub(OldGrid.certificateOf(certificate), TubOptions.builder().oldNames().build());
  }

  private static String furl(int node) {
    return "pb://%s@127.0.0.1:1/node-%d".formatted("a".repeat(32), node);
  }

  /** A node that notes what it is told. */
  private static final class Node implements OldRemote.IntroducerClient {
    private final Set<String> peers = ConcurrentHashMap.newKeySet();
    private final CountDownLatch toBeTold = new CountDownLatch(NODES);
    private final CountDownLatch advised = new CountDownLatch(1);

    @Override
    public void newPeers(Set<byte[]> furls) {
      for (byte[] furl : furls) {
        if (peers.add(new String(furl, StandardCharsets.US_ASCII))) {
          toBeTold.countDown();
        }
      }
    }

    @Override
    public void setEncodingParameters(OldRemote.Encoding parameters) {
      assertThat(parameters).isEqualTo(new OldRemote.Encoding(2, 3, 4));
      advised.countDown();
    }
  }

  /** More than thirty, of which 2007 could not tell in one message. */
  @Test
  void everyNodeOfALargeGridIsToldOfAllOthers() throws Exception {
    ServedIntroducer introducer = new ServedIntroducer(new EncodingParameters(2, 3, 4));
    List<Node> nodes = new ArrayList<>();
    try (Tub server = tub(0);
        Tub client = tub(1)) {
      Listener listener = server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      server.setLocation(List.of(new ConnectionHint("127.0.0.1:" + listener.port())));
      Furl furl =
          server.publish("introducer", LocalObject.of(OldRemote.Introducer.class, introducer));
      OldRemote.Introducer known =
          client.connect(furl, LIMIT).as(OldRemote.Introducer.class, LIMIT);
      for (int i = 0; i < NODES; i++) {
        nodes.add(new Node());
        known.hello(nodes.getLast(), furl(i).getBytes(StandardCharsets.US_ASCII));
      }
      for (Node node : nodes) {
        assertThat(node.toBeTold.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(node.advised.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(node.peers).contains(furl(0), furl(NODES - 1));
      }
      assertThat(introducer.known()).hasSize(NODES);
    }
  }
}
