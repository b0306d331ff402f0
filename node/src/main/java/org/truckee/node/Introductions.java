package org.truckee.node;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.truckee.crypto.Ed25519Key;
import org.truckee.foolscap.tub.Tub;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.Introducers;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.introducer.IntroducerClient;
import org.truckee.wire.introducer.SequenceNumbers;

/** The relations of a node to its introducers ({@code spec/07 §3.2}). */
final class Introductions implements AutoCloseable {
  /** How long an introducer may be silent before what it said the last time is used. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<IntroducerClient> clients = new ArrayList<>();

  /**
   * Nothing is begun yet.
   *
   * @param listener is told of servers
   */
  Introductions(
      NodeDirectory directory,
      Introducers introducers,
      Tub tub,
      String nickname,
      IntroducerClient.Listener listener,
      NodeResources resources) {
    for (Introducers.Introducer introducer : introducers.introducers()) {
      clients.add(
          new IntroducerClient(
              tub,
              new IntroducerClient.Settings(
                  introducer.name(),
                  introducer.furl(),
                  nickname,
                  TruckeeVersion.text(),
                  directory.cacheOf(introducer),
                  PATIENCE),
              listener,
              resources.clock()));
    }
  }

  /**
   * Has all introducers told of the storage server of this node.
   *
   * @throws NodeException if the number of the announcement cannot be written down
   */
  void publish(AnnouncedServer server, Ed25519Key key, SequenceNumbers numbers)
      throws NodeException {
    try {
      for (IntroducerClient client : clients) {
        client.publish(key, server.announcement(TruckeeVersion.text()), numbers);
      }
    } catch (UncheckedIOException e) {
      throw new NodeException("the node cannot be announced: " + e.getCause().getMessage(), e);
    }
  }

  void start() {
    clients.forEach(IntroducerClient::start);
  }

  /** How it stands with each, for people. */
  List<String> statuses() {
    return clients.stream().map(IntroducerClient::summary).toList();
  }

  @Override
  public void close() {
    clients.forEach(IntroducerClient::close);
  }
}
