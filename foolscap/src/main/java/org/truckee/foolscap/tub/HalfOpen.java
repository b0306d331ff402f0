package org.truckee.foolscap.tub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inbound connections that have not been negotiated yet. They have a time limit, and there are
 * only so many: for one too many the oldest is dropped of whoever has most, so that a flood from
 * one place does not keep others out.
 */
final class HalfOpen {
  private static final Logger LOG = LoggerFactory.getLogger(HalfOpen.class);

  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);

  private final int max;
  private final Duration limit;

  /** In the order in which they came. */
  private final Map<Socket, Optional<InetAddress>> sockets = new LinkedHashMap<>();

  private boolean closed;
  private long drops;
  private OptionalLong reported = OptionalLong.empty();

  HalfOpen(int max, Duration limit) {
    this.max = max;
    this.limit = limit;
  }

  /** Takes a connection in; whoever gets the guard closes it when negotiation is over. */
  Guard admit(Socket socket) {
    Optional<Socket> victim = Optional.empty();
    boolean refused;
    synchronized (this) {
      refused = closed;
      if (!refused) {
        sockets.put(socket, Optional.ofNullable(socket.getInetAddress()));
        if (sockets.size() > max) {
          victim = oldestOfTheGreediest();
          victim.ifPresent(sockets::remove);
        }
      }
    }
    if (refused) {
      close(socket);
    }
    victim.ifPresent(
        dropped -> {
          report(dropped);
          close(dropped);
        });
    return new Guard(socket);
  }

  /** A flood is told of once in a while only. */
  private void report(Socket dropped) {
    long count;
    synchronized (this) {
      drops++;
      long now = System.nanoTime();
      if (reported.isPresent() && now - reported.getAsLong() < REPORT_INTERVAL.toNanos()) {
        return;
      }
      reported = OptionalLong.of(now);
      count = drops;
      drops = 0;
    }
    LOG.warn(
        "more than {} connections are in negotiation: {} dropped, the last one from {}",
        max,
        count,
        dropped.getInetAddress());
  }

  private Optional<Socket> oldestOfTheGreediest() {
    Map<Optional<InetAddress>, Integer> counts = new HashMap<>();
    sockets.values().forEach(address -> counts.merge(address, 1, Integer::sum));
    int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return sockets.entrySet().stream()
        .filter(entry -> counts.get(entry.getValue()) == most)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed, whatever it complains about.
    }
  }

  /** How many there are. */
  synchronized int size() {
    return sockets.size();
  }

  /** Drops all of them. */
  void close() {
    Map<Socket, Optional<InetAddress>> all;
    synchronized (this) {
      closed = true;
      all = new LinkedHashMap<>(sockets);
      sockets.clear();
    }
    all.keySet().forEach(HalfOpen::close);
  }

  /** Drops a connection that takes too long. */
  final class Guard implements AutoCloseable {
    private final Socket socket;
    private final Thread timer;

    private Guard(Socket socket) {
      this.socket = socket;
      this.timer = Thread.ofVirtual().name("foolscap-accept-limit").start(this::expire);
    }

    private void expire() {
      try {
        Thread.sleep(limit);
      } catch (InterruptedException e) {
        return;
      }
      boolean late;
      synchronized (HalfOpen.this) {
        late = sockets.containsKey(socket);
      }
      if (late) {
        HalfOpen.close(socket);
      }
    }

    @Override
    public void close() {
      timer.interrupt();
      synchronized (HalfOpen.this) {
        sockets.remove(socket);
      }
    }
  }
}
