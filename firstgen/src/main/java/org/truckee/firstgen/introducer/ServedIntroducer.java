package org.truckee.firstgen.introducer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.firstgen.remote.OldFailures;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.RemoteReference;

/**
 * The introducer ({@code spec/12 §12.1}): every node that says hello is told of all others, and
 * they of it. It remembers nothing but those that are connected.
 */
public final class ServedIntroducer implements OldRemote.Introducer {
  private static final Logger LOG = LoggerFactory.getLogger(ServedIntroducer.class);

  /** More nodes than any grid of that age had. */
  private static final int MAX_NODES = 10_000;

  private final EncodingParameters advice;
  private final Map<RemoteReference, Node> nodes = new LinkedHashMap<>();

  /** A node that is connected. */
  private record Node(OldRemote.IntroducerClient client, String furl) {}

  /** An introducer that gives this advice. */
  public ServedIntroducer(EncodingParameters advice) {
    this.advice = advice;
  }

  /** The FURLs of the nodes that are connected, in the order of their hellos. */
  public synchronized List<String> known() {
    return nodes.values().stream().map(Node::furl).distinct().toList();
  }

  @Override
  public void hello(OldRemote.IntroducerClient node, byte[] furl) throws ReportedException {
    RemoteReference reference = RemoteReference.behind(node).orElseThrow();
    String text = text(furl);
    List<Node> earlier;
    synchronized (this) {
      if (nodes.size() >= MAX_NODES && !nodes.containsKey(reference)) {
        throw OldFailures.assertionError("this introducer knows too many nodes already");
      }
      earlier =
          nodes.entrySet().stream()
              .filter(entry -> entry.getKey() != reference)
              .map(Map.Entry::getValue)
              .toList();
      nodes.put(reference, new Node(node, text));
    }
    reference.onLost(() -> forget(reference));
    List<String> all = known();
    tell(
        node,
        client -> {
          for (Set<byte[]> some : inMessages(all)) {
            client.newPeers(some);
          }
          client.setEncodingParameters(
              new OldRemote.Encoding(advice.needed(), advice.desired(), advice.total()));
        });
    Set<byte[]> alone = Set.of(furl);
    earlier.forEach(other -> tell(other.client(), client -> client.newPeers(alone)));
  }

  private static String text(byte[] furl) throws ReportedException {
    String text = new String(furl, StandardCharsets.ISO_8859_1);
    try {
      Furl.parse(text);
      return text;
    } catch (IllegalArgumentException e) {
      throw OldFailures.assertionError(e.getMessage());
    }
  }

  private synchronized void forget(RemoteReference node) {
    nodes.remove(node);
  }

  /** No more FURLs fit into one message, whatever the size of the grid; clients add them up. */
  private static List<Set<byte[]>> inMessages(List<String> furls) {
    List<Set<byte[]>> messages = new ArrayList<>();
    for (int at = 0; at < furls.size(); at += OldRemote.MAX_FURLS) {
      Set<byte[]> some = new HashSet<>();
      for (String furl : furls.subList(at, Math.min(furls.size(), at + OldRemote.MAX_FURLS))) {
        some.add(furl.getBytes(StandardCharsets.ISO_8859_1));
      }
      messages.add(some);
    }
    return messages;
  }

  /** What a node is told. */
  private interface Message {
    void tell(OldRemote.IntroducerClient client)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  /** Nobody waits for the answers. */
  private static void tell(OldRemote.IntroducerClient node, Message message) {
    Thread.ofVirtual()
        .name("introduce")
        .start(
            () -> {
              try {
                message.tell(node);
              } catch (FoolscapException | ReportedException e) {
                LOG.info("a node cannot be told of others: {}", e.getMessage());
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
