package org.truckee.node;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.introducer.Announcement;
import org.truckee.wire.introducer.IntroducerClient;

/**
 * Has a client know the servers that its introducers tell of ({@code spec/07 §4.3}). Of what
 * several introducers say of one server the newest counts. Servers that the operator has named
 * himself are not changed.
 */
final class IntroducedServers implements IntroducerClient.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(IntroducedServers.class);

  private final KnownServers servers;
  private final Set<String> named;
  private final Map<String, BigInteger> newest = new HashMap<>();

  /**
   * For a client.
   *
   * @param named the servers that the operator has named
   */
  IntroducedServers(KnownServers servers, Set<String> named) {
    this.servers = servers;
    this.named = Set.copyOf(named);
  }

  @Override
  public synchronized void announced(Announcement announcement) {
    BigInteger number = announcement.sequence().orElse(BigInteger.ZERO);
    BigInteger before = newest.getOrDefault(announcement.publisher(), number);
    if (number.compareTo(before) >= 0) {
      newest.put(announcement.publisher(), number);
      know(announcement);
    }
  }

  /** It does not count what was said before: an introducer may have forgotten it with reason. */
  @Override
  public synchronized void remembered(Announcement announcement) {
    if (!newest.containsKey(announcement.publisher())) {
      know(announcement);
    }
  }

  private void know(Announcement announcement) {
    if (named.contains(announcement.publisher())) {
      return;
    }
    try {
      servers.put(AnnouncedServer.of(announcement.publisher(), announcement.fields()));
    } catch (IllegalArgumentException e) {
      LOG.warn("server {} is left out: {}", announcement.publisher(), e.getMessage());
    }
  }
}
