package org.truckee.foolscap.tub;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.NegotiationException;
import org.truckee.foolscap.connection.Connection;
import org.truckee.foolscap.negotiation.Negotiated;

/**
 * An attempt to connect to a Tub, at all the places at once where it is said to be ({@code spec/06
 * §3.2}). The first connection that completes wins, also if it comes from the other side.
 */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  /** Negotiates over a socket that has been connected. */
  interface Negotiation {
    Negotiated negotiate(Socket socket, String host, TubId target, Optional<String> last)
        throws NegotiationException;
  }

  /** Takes in what was negotiated. */
  interface Arrival {
    /** The connection that was negotiated is used from now on. */
    void arrive(Negotiated negotiated);

    /** The connection that was negotiated comes too late, and is closed. */
    void discard(Negotiated negotiated);

    /** Whether there is a connection with a Tub, or is about to be. */
    boolean isExpected(TubId peer);
  }

  /** What a peer says that has decided for another connection. */
  private static final String DUPLICATE = "Duplicate connection";

  /** How long that other connection may take to be known here. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final TubId target;
  private final Optional<String> last;
  private final List<ConnectionHint> hints;
  private final TubOptions options;
  private final Negotiation negotiation;
  private final Arrival arrival;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final Set<Socket> sockets = new HashSet<>();
  private final Map<String, String> statuses = new LinkedHashMap<>();
  private boolean started;
  private int running;
  private String lastReason = "";
  private Optional<Connection> result = Optional.empty();
  private Optional<String> how = Optional.empty();
  private Optional<String> failure = Optional.empty();

  /**
   * One that has not been started.
   *
   * @param last what the connection is called that is to be replaced if it is not gone; one that
   *     comes about later is not
   */
  Attempt(
      TubId target,
      Optional<String> last,
      List<ConnectionHint> hints,
      TubOptions options,
      Negotiation negotiation,
      Arrival arrival) {
    this.target = target;
    this.last = last;
    this.hints = hints;
    this.options = options;
    this.negotiation = negotiation;
    this.arrival = arrival;
  }

  TubId target() {
    return target;
  }

  /** Whether the other one tries the same places. */
  boolean isSameAs(Attempt other) {
    return Set.copyOf(hints).equals(Set.copyOf(other.hints));
  }

  /** Starts to connect, at the last place first; repeated places and unknown types are skipped. */
  synchronized void start() {
    if (started || ended.getCount() == 0) {
      return;
    }
    started = true;
    Set<String> seen = new HashSet<>();
    for (ConnectionHint hint : hints.reversed()) {
      if (seen.add(hint.normalized())) {
        startAt(hint);
      }
    }
    if (running == 0) {
      fail(
          hints.isEmpty()
              ? "its FURL does not say where it is"
              : "there is no usable connection hint: " + statuses);
      return;
    }
    threads.add(Thread.ofVirtual().name("foolscap-connect-limit").start(this::limit));
  }

  private void startAt(ConnectionHint hint) {
    Optional<String> type = hint.type();
    Optional<HintHandler> handler = type.flatMap(options::handler);
    if (handler.isEmpty()) {
      statuses.put(
          hint.text(), "bad hint: " + (type.isEmpty() ? "no colon" : "no handler registered"));
      return;
    }
    running++;
    threads.add(
        Thread.ofVirtual()
            .name("foolscap-connect")
            .start(
                () -> connect(hint, handler.get(), hint.text() + " via " + handler.get().name())));
  }

  private void limit() {
    try {
      Thread.sleep(options.negotiationLimit());
      fail("no connection established within client timeout");
    } catch (InterruptedException _) {
      // The attempt has ended before.
    }
  }

  private void connect(ConnectionHint hint, HintHandler handler, String label) {
    Socket socket;
    try {
      status(label, "connecting");
      socket = handler.connect(hint, options.negotiationLimit());
    } catch (IOException e) {
      lose(label, "failed to connect: " + e.getMessage());
      return;
    } catch (InterruptedException e) {
      lose(label, "abandoned");
      return;
    }
    if (!keep(socket)) {
      lose(label, "abandoned");
      return;
    }
    try {
      status(label, "negotiating");
      Negotiated negotiated = negotiation.negotiate(socket, handler.host(hint), target, last);
      if (release(socket)) {
        status(label, "successful");
        synchronized (this) {
          how = Optional.of(label);
        }
        arrival.arrive(negotiated);
      } else {
        arrival.discard(negotiated);
      }
    } catch (NegotiationException e) {
      lose(label, e.getMessage());
    }
  }

  private synchronized boolean keep(Socket socket) {
    if (ended.getCount() == 0) {
      close(socket);
      return false;
    }
    sockets.add(socket);
    return true;
  }

  private synchronized boolean release(Socket socket) {
    return sockets.remove(socket) && ended.getCount() > 0;
  }

  private synchronized void status(String label, String text) {
    statuses.put(label, text);
  }

  private synchronized void lose(String label, String reason) {
    statuses.put(label, reason);
    running--;
    lastReason = "%s: %s".formatted(label, reason);
    if (ended.getCount() > 0) {
      LOG.debug("tub {} cannot be reached at {}: {}", target, label, reason);
      if (running == 0 && reason.contains(DUPLICATE)) {
        // The other side knows of a connection that we have not heard of yet.
        threads.add(Thread.ofVirtual().name("foolscap-connect-grace").start(this::grace));
      } else {
        reconsider();
      }
    }
  }

  private void grace() {
    try {
      Thread.sleep(GRACE);
      fail(lastReason);
    } catch (InterruptedException _) {
      // The connection has come.
    }
  }

  /** Gives up if nothing is tried any more and nothing is about to come from the other side. */
  synchronized void reconsider() {
    if (ended.getCount() > 0 && started && running == 0 && !arrival.isExpected(target)) {
      fail(lastReason);
    }
  }

  /** There is a connection. */
  synchronized void succeed(Connection connection) {
    if (ended.getCount() > 0) {
      result = Optional.of(connection);
      end();
    }
  }

  /** There will be no connection. */
  synchronized void fail(String reason) {
    if (ended.getCount() > 0) {
      failure = Optional.of(reason);
      end();
    }
  }

  private void end() {
    ended.countDown();
    sockets.forEach(Attempt::close);
    sockets.clear();
    threads.stream().filter(t -> t != Thread.currentThread()).forEach(Thread::interrupt);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed, whatever it complains about.
    }
  }

  /**
   * Waits for the end of the attempt.
   *
   * @throws NegotiationException if there is no connection then, or not in time
   */
  Connection await(Duration limit) throws NegotiationException, InterruptedException {
    if (!ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new NegotiationException(
          "tub %s was not reached within %d ms".formatted(target, limit.toMillis()));
    }
    synchronized (this) {
      return result.orElseThrow(
          () ->
              new NegotiationException(
                  "tub %s cannot be reached: %s".formatted(target, failure.orElse(""))));
    }
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** The place where the connection was made; empty if it came from the other side. */
  synchronized Optional<String> how() {
    return how;
  }

  /** What has come of each place. */
  synchronized Map<String, String> statuses() {
    return Map.copyOf(statuses);
  }
}
