package org.truckee.foolscap.tub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.Peer;
import org.truckee.foolscap.connection.Connection;
import org.truckee.foolscap.negotiation.Duplicates;
import org.truckee.foolscap.negotiation.Encounters;
import org.truckee.foolscap.negotiation.Hello;
import org.truckee.foolscap.negotiation.Negotiated;

/**
 * The connections of a Tub, at most one with each other Tub ({@code spec/06 §3.1}), and what is
 * remembered of earlier ones.
 */
final class ConnectionTable implements Encounters {
  /**
   * Anybody can be any number of Tubs, so what is remembered of them is bounded; a Tub that is
   * forgotten counts its connections from 1 again.
   */
  private static final int REMEMBERED = 4096;

  private static final Duration GRACE = Duration.ofSeconds(5);

  /**
   * A connection, or one that has been decided for and is about to come.
   *
   * @param incarnation that of the peer
   * @param sequence its number, if this side has decided for it
   */
  private record Live(Optional<Connection> connection, String incarnation, long sequence) {}

  /** Keeps the entries that were used last. */
  private static final class Memory<V> extends LinkedHashMap<TubId, V> {
    private static final long serialVersionUID = 1L;

    Memory() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<TubId, V> eldest) {
      return size() > REMEMBERED;
    }
  }

  private final String incarnation;
  private final Duration grace;
  private final Map<TubId, Live> live = new HashMap<>();
  private final Map<TubId, Long> sequences = new Memory<>();
  private final Map<TubId, String> lastConnections = new Memory<>();
  private final Map<TubId, List<Attempt>> attempts = new HashMap<>();
  private boolean closed;

  ConnectionTable(String incarnation) {
    this(incarnation, GRACE);
  }

  /** With the time that a connection that has been decided for may take to be told to the peer. */
  ConnectionTable(String incarnation, Duration grace) {
    this.incarnation = incarnation;
    this.grace = grace;
  }

  /**
   * The two words of the last connection with {@code peer} in which it was master; empty while that
   * is alive, since whoever names a connection asks to have it replaced ({@code spec/06 §4.8}).
   */
  synchronized Optional<String> lastConnection(TubId peer) {
    return find(peer).isPresent()
        ? Optional.empty()
        : Optional.ofNullable(lastConnections.get(peer));
  }

  @Override
  public OptionalLong admit(TubId peer, Hello hello) {
    Live replaced;
    long sequence;
    synchronized (this) {
      awaitDecided(peer);
      replaced = live.get(peer);
      if (replaced != null
          && !Duplicates.replaces(hello, replaced.incarnation, replaced.sequence, incarnation)) {
        return OptionalLong.empty();
      }
      sequence = sequences.merge(peer, 1L, Long::sum);
      live.put(peer, new Live(Optional.empty(), hello.incarnation().orElse(""), sequence));
    }
    Optional.ofNullable(replaced)
        .flatMap(Live::connection)
        .ifPresent(old -> old.end("the peer has made a new one"));
    return OptionalLong.of(sequence);
  }

  /**
   * Waits until the peer has been told of a connection that has been decided for: if it hears
   * before that there is one already, it believes to have none.
   */
  private void awaitDecided(TubId peer) {
    long left = grace.toMillis();
    long end = System.nanoTime() + grace.toNanos();
    try {
      while (left > 0 && !closed && live.containsKey(peer) && live.get(peer).connection.isEmpty()) {
        wait(left);
        left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void withdraw(TubId peer, long sequence) {
    List<Attempt> waiting;
    synchronized (this) {
      Live entry = live.get(peer);
      if (entry != null && entry.connection.isEmpty() && entry.sequence == sequence) {
        live.remove(peer);
      }
      notifyAll();
      waiting = List.copyOf(attempts.getOrDefault(peer, List.of()));
    }
    waiting.forEach(Attempt::reconsider);
  }

  /** The master has decided for a new connection, whatever becomes of that here. */
  void makeWay(Negotiated negotiated) {
    if (!negotiated.master()) {
      find(negotiated.peer()).ifPresent(old -> old.end("the peer has decided for a new one"));
    }
  }

  /** What was agreed on does not come about. */
  void decline(Negotiated negotiated) {
    if (negotiated.master()) {
      withdraw(negotiated.peer(), negotiated.sequence());
    } else {
      remember(negotiated);
    }
  }

  private synchronized void remember(Negotiated negotiated) {
    negotiated.words().ifPresent(words -> lastConnections.put(negotiated.peer(), words));
  }

  /** Takes a new connection in and starts it; whoever waits for one with that Tub gets it. */
  void install(Connection connection, Negotiated negotiated) {
    Optional<Connection> replaced;
    List<Attempt> waiting;
    boolean refused;
    synchronized (this) {
      refused = closed;
      replaced =
          Optional.ofNullable(live.get(connection.tubId()))
              .flatMap(Live::connection)
              .filter(Connection::isOpen);
      // Together, so that nobody finds it named and not alive.
      remember(negotiated);
      if (!refused) {
        live.put(
            connection.tubId(),
            new Live(Optional.of(connection), negotiated.incarnation(), negotiated.sequence()));
      }
      notifyAll();
      waiting = List.copyOf(attempts.getOrDefault(connection.tubId(), List.of()));
    }
    replaced.ifPresent(old -> old.end("there is a newer one"));
    if (refused) {
      connection.close();
      return;
    }
    connection.start();
    if (!connection.isOpen()) {
      // It was ended before it was in the table.
      remove(connection);
    }
    waiting.forEach(attempt -> attempt.succeed(connection));
  }

  /** A connection has ended. */
  synchronized void remove(Connection connection) {
    Live entry = live.get(connection.tubId());
    if (entry != null && entry.connection.equals(Optional.of(connection))) {
      live.remove(connection.tubId());
    }
  }

  /** The connection with a Tub; empty if there is none. */
  synchronized Optional<Connection> find(TubId peer) {
    return Optional.ofNullable(live.get(peer)).flatMap(Live::connection).filter(Connection::isOpen);
  }

  /** Whether there is a connection with a Tub, or is about to be. */
  synchronized boolean isExpected(TubId peer) {
    return live.containsKey(peer);
  }

  /** The Tubs that there is a connection with. */
  synchronized List<Peer> peers() {
    return live.values().stream()
        .flatMap(each -> each.connection.stream())
        .map(Connection::peer)
        .toList();
  }

  /**
   * The attempt to connect to a Tub that is under way, or the given one, which is to be started.
   */
  synchronized Attempt join(Attempt own) {
    List<Attempt> others = attempts.computeIfAbsent(own.target(), _ -> new ArrayList<>());
    Optional<Attempt> same = others.stream().filter(other -> other.isSameAs(own)).findFirst();
    if (same.isPresent()) {
      return same.get();
    }
    others.add(own);
    return own;
  }

  /** An attempt has ended. */
  synchronized void leave(Attempt attempt) {
    List<Attempt> others = attempts.getOrDefault(attempt.target(), new ArrayList<>());
    others.remove(attempt);
    if (others.isEmpty()) {
      attempts.remove(attempt.target());
    }
  }

  /** Ends everything; nothing new is taken in. */
  void close() {
    List<Connection> ended;
    List<Attempt> given;
    synchronized (this) {
      closed = true;
      notifyAll();
      ended = live.values().stream().flatMap(each -> each.connection.stream()).toList();
      given = attempts.values().stream().flatMap(List::stream).toList();
    }
    given.forEach(attempt -> attempt.fail("this Tub is closed"));
    ended.forEach(Connection::close);
  }

  synchronized boolean isClosed() {
    return closed;
  }
}
