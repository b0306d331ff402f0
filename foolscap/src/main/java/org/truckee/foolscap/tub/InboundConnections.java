package org.truckee.foolscap.tub;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.foolscap.connection.Connection;

/**
 * The connections that others have made and that have been negotiated. There are only so many: for
 * one too many, that one is ended of whoever has most that has been silent for longest, so that a
 * flood from one place does not keep others out.
 */
final class InboundConnections {
  private static final Logger LOG = LoggerFactory.getLogger(InboundConnections.class);

  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);

  /** Others may take the room that has just been made. */
  private static final int TRIES = 8;

  private record Guest(Optional<InetAddress> address, ConnectionRoom.Place place) {}

  private final ConnectionRoom room;
  private final Map<Connection, Guest> guests = new HashMap<>();
  private long lastReport = System.nanoTime() - REPORT_INTERVAL.toNanos();
  private long drops;

  InboundConnections(ConnectionRoom room) {
    this.room = room;
  }

  /**
   * Takes a connection in that does not run yet.
   *
   * @return whether there is room for it; if not, it is not taken in
   */
  boolean admit(Connection connection, Optional<InetAddress> address) {
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<ConnectionRoom.Place> place = room.tryTake();
      if (place.isPresent()) {
        synchronized (this) {
          guests.put(connection, new Guest(address, place.get()));
        }
        return true;
      }
      Optional<Map.Entry<Connection, Guest>> victim = removeLongestSilentOfTheGreediest();
      if (victim.isEmpty()) {
        return false;
      }
      report();
      victim.get().getKey().end("others want its place");
      victim.get().getValue().place.close();
    }
    return false;
  }

  /** A connection has ended; one that was not taken in does not matter. */
  void remove(Connection connection) {
    Guest guest;
    synchronized (this) {
      guest = guests.remove(connection);
    }
    if (guest != null) {
      guest.place.close();
    }
  }

  /** Nobody else chooses the same one. */
  private synchronized Optional<Map.Entry<Connection, Guest>> removeLongestSilentOfTheGreediest() {
    Map<Optional<InetAddress>, Integer> counts = new HashMap<>();
    guests.values().forEach(guest -> counts.merge(guest.address, 1, Integer::sum));
    int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    Optional<Map.Entry<Connection, Guest>> chosen =
        guests.entrySet().stream()
            .filter(entry -> counts.get(entry.getValue().address) == most)
            .max(Comparator.comparing(entry -> entry.getKey().peer().silence()))
            .map(Map.Entry::copyOf);
    chosen.ifPresent(entry -> guests.remove(entry.getKey()));
    return chosen;
  }

  /** A flood is told of once in a while only. */
  private synchronized void report() {
    drops++;
    long now = System.nanoTime();
    if (now - lastReport >= REPORT_INTERVAL.toNanos()) {
      LOG.warn(
          "{} connections of others are all there is room for: {} ended", guests.size(), drops);
      lastReport = now;
      drops = 0;
    }
  }
}
