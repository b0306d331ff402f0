package org.truckee.http;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.memory.MemoryBudget;

/**
 * Knows for each connection whether its client is being waited for, and since when. Closes those
 * that are past their deadline, and, when there is no memory for a new connection, the one that has
 * kept us waiting longest.
 *
 * <p>The idle time-out of the HTTP library alone is fooled by a byte now and then.
 */
final class ConnectionWatch implements Connection.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);
  private static final RateLimitedLog CROWDED = new RateLimitedLog(LOG);

  /** The deadline of a connection that waits for nobody but us. */
  private static final long NONE = Long.MAX_VALUE;

  /**
   * How long a connection in mid-request may be slow, in ns, however many others want its place.
   */
  private static final long FAIR_WAIT = 5_000_000_000L;

  /** Whoever does not take an answer may be this slow, however many wait for what it holds. */
  private static final long SHORTEST_WAIT = 1_000_000_000L;

  /** A handshake and the first bytes of a request take a moment. */
  private static final long TO_BEGIN = 1_000_000_000L;

  private final Map<Connection, Watched> connections = new ConcurrentHashMap<>();
  private final long origin = System.nanoTime();
  private final HttpLimits limits;
  private final MemoryBudget memory;
  private final long bytesOfOne;

  /**
   * Lets as many connections be open as there is memory for.
   *
   * @param bytesOfOne what a connection takes until its request is served
   */
  ConnectionWatch(HttpLimits limits, MemoryBudget memory, long bytesOfOne) {
    this.limits = limits;
    this.memory = memory;
    this.bytesOfOne = bytesOfOne;
  }

  /** What a client is waited for; one that has begun with a body or an answer goes last. */
  private enum Wait {
    REST,
    HEAD,
    BODY,
    ANSWER,
    NONE;

    /** Whether the client is in the middle of a request. */
    boolean ofRequest() {
      return this == BODY || this == ANSWER;
    }
  }

  /** What is known of a connection. */
  private static final class Watched {
    private final MemoryBudget.Grant grant;
    private volatile Wait wait = Wait.REST;

    /**
     * Earlier than the wait began for one who was waited for before: bytes now and then do not
     * help.
     */
    private volatile long since;

    private volatile long deadline;

    /** Until its first request has come whole it counts from when it was opened. */
    private volatile boolean untried = true;

    Watched(MemoryBudget.Grant grant) {
      this.grant = grant;
    }
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof SslConnection) {
      return;
    }
    Optional<MemoryBudget.Grant> grant = memory.tryTake(bytesOfOne);
    // Others who have just come may take what one who had to go has left.
    while (grant.isEmpty() && evictForConnection()) {
      grant = memory.tryTake(bytesOfOne);
    }
    if (grant.isEmpty()) {
      CROWDED.tell("a connection was refused, since all the memory for connections is in use");
      connection.getEndPoint().close();
      return;
    }
    Watched watched = new Watched(grant.get());
    set(watched, Wait.REST, 0, limits.head().toNanos());
    connections.put(connection, watched);
    if (connection instanceof WebSocketConnection) {
      // It has time limits of its own.
      busy(connection);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    Watched watched = connections.remove(connection);
    if (watched != null) {
      watched.grant.close();
    }
  }

  /** The first byte of a request has come. */
  void head(Connection connection) {
    Watched watched = connections.get(connection);
    if (watched != null) {
      long waited = watched.untried ? now() - watched.since : 0;
      set(watched, Wait.HEAD, waited, limits.head().toNanos());
    }
  }

  /** The client has done its part for now: no deadline until further notice. */
  void busy(Connection connection) {
    Watched watched = connections.get(connection);
    if (watched != null) {
      watched.untried = false;
      set(watched, Wait.NONE, 0, NONE);
    }
  }

  /** The client is to send bytes of a body. That it does so in time is seen to elsewhere. */
  void waitingForBody(Connection connection, Patience patience) {
    update(connection, Wait.BODY, patience.used(), NONE);
  }

  /** The client is to take bytes of an answer while there is patience. */
  void waitingForReader(Connection connection, Patience patience) {
    update(connection, Wait.ANSWER, patience.used(), Math.max(0, patience.left()));
  }

  /** A request has been answered. */
  void resting(Connection connection) {
    update(connection, Wait.REST, 0, limits.rest().toNanos());
  }

  private void update(Connection connection, Wait wait, long waited, long nanos) {
    Watched watched = connections.get(connection);
    if (watched != null) {
      set(watched, wait, waited, nanos);
    }
  }

  private void set(Watched watched, Wait wait, long waited, long nanos) {
    long now = now();
    watched.wait = wait;
    watched.since = now - waited;
    watched.deadline = nanos > NONE - now ? NONE : now + nanos;
  }

  /** Closes what is overdue. */
  void sweep() {
    long now = now();
    connections.forEach(
        (connection, watched) -> {
          if (watched.deadline < now) {
            LOG.debug("a client was too slow: {}", watched.wait);
            connection.getEndPoint().close();
          }
        });
  }

  /**
   * Makes room for a connection.
   *
   * @return whether there was somebody who could be asked to go
   */
  private boolean evictForConnection() {
    return evict(watched -> watched.wait != Wait.NONE, FAIR_WAIT);
  }

  /**
   * Makes room for a request. Only who has one in the making holds such a place.
   *
   * @return whether there was somebody who could be asked to go
   */
  boolean evictForRequest() {
    return evict(watched -> watched.wait.ofRequest(), FAIR_WAIT);
  }

  /**
   * Makes room for so many who wait for memory, which those have who do not take their answers. The
   * more of the ones there are for each of the others, the less time these have.
   */
  void evictReaders(int waiting) {
    Predicate<Watched> reading = watched -> watched.wait == Wait.ANSWER;
    long readers = connections.values().stream().filter(reading).count();
    int left = waiting;
    long fair = waiting <= readers ? FAIR_WAIT : FAIR_WAIT * readers / waiting;
    while (left > 0 && evict(reading, Math.max(SHORTEST_WAIT, fair))) {
      left--;
    }
  }

  private boolean evict(Predicate<Watched> candidates, long fair) {
    long now = now();
    Optional<Map.Entry<Connection, Watched>> slowest =
        connections.entrySet().stream()
            .filter(
                entry -> candidates.test(entry.getValue()) && mayGo(entry.getValue(), now - fair))
            .min(
                Comparator.comparingInt((Map.Entry<Connection, Watched> e) -> turn(e, now))
                    .thenComparing(e -> e.getValue().since));
    slowest.ifPresent(
        entry -> {
          CROWDED.tell("a client that was slow had to make room for others");
          // The memory is free when the connection is gone, which takes its time.
          entry.getValue().wait = Wait.NONE;
          entry.getValue().grant.close();
          entry.getKey().getEndPoint().close();
        });
    return slowest.isPresent();
  }

  private static boolean mayGo(Watched watched, long waitedSince) {
    return !watched.wait.ofRequest() || watched.since < waitedSince;
  }

  /**
   * The order in which connections are closed; the newest last, or they would replace each other.
   */
  private static int turn(Map.Entry<Connection, Watched> entry, long now) {
    Watched watched = entry.getValue();
    if (watched.wait.ofRequest()) {
      return 1;
    }
    return watched.since < now - TO_BEGIN ? 0 : 2;
  }

  /** Closes those whose clients are waited for. */
  void closeWaiting() {
    connections.forEach(
        (connection, watched) -> {
          if (watched.wait != Wait.NONE) {
            connection.getEndPoint().close();
          }
        });
  }

  /** Closes all. */
  void closeAll() {
    connections.keySet().forEach(connection -> connection.getEndPoint().close());
  }

  /** Open connections. */
  int size() {
    return connections.size();
  }

  private long now() {
    return System.nanoTime() - origin;
  }
}
