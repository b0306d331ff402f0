package org.truckee.wire.network.i2p;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.wire.network.Place;

/**
 * The session of a node with an I2P router: its place there, from which it connects and, if it has
 * a destination of its own, at which it is reached. It is opened when it is first needed, and again
 * when it was lost.
 */
public final class SamSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SamSession.class);

  /** Tunnels are built for a new session. */
  private static final Duration TO_OPEN = Duration.ofMinutes(3);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int ID_BYTES = 8;

  private final InetSocketAddress bridge;
  private final Optional<I2pDestination> destination;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Optional<Open> open = Optional.empty();
  private Optional<Thread> acceptor = Optional.empty();
  private volatile Optional<Accepting> accepting = Optional.empty();

  /** On which a session is being opened, which may take minutes. */
  private volatile Optional<SamConnection> opening = Optional.empty();

  private volatile boolean closed;

  /** A session that the bridge knows. */
  private record Open(String id, SamConnection connection) {}

  /** What waits in a session for somebody to connect. */
  private record Accepting(String session, SamConnection connection) {}

  /** Takes what connects to the destination. */
  @FunctionalInterface
  public interface Acceptor {
    /** Has the connection from now on, and must not block. */
    void accept(Socket socket);
  }

  /**
   * One that is not open yet.
   *
   * @param destination the place of the node; one for this session alone if absent
   */
  public SamSession(
      InetSocketAddress bridge, Optional<I2pDestination> destination, SecureRandom random) {
    this.bridge = bridge;
    this.destination = destination;
    this.random = random;
  }

  private String session(Duration limit) throws IOException {
    lock(limit);
    try {
      if (closed) {
        throw new SamException("the node is stopping");
      }
      if (open.isPresent()) {
        return open.get().id();
      }
      byte[] bytes = new byte[ID_BYTES];
      random.nextBytes(bytes);
      String id = "node" + HexFormat.of().formatHex(bytes);
      SamConnection connection = SamConnection.open(bridge, TO_OPEN);
      opening = Optional.of(connection);
      try {
        if (closed) {
          throw new SamException("the node is stopping");
        }
        connection
            .ask(
                "SESSION CREATE STYLE=STREAM ID=%s DESTINATION=%s %s"
                    .formatted(
                        id,
                        destination.map(I2pDestination::privateKey).orElse("TRANSIENT"),
                        I2pDestination.SIGNATURE))
            .require("SESSION STATUS", "open a session");
        connection.limit(Duration.ZERO);
      } catch (IOException e) {
        connection.close();
        throw e;
      } finally {
        opening = Optional.empty();
      }
      Open opened = new Open(id, connection);
      open = Optional.of(opened);
      Thread.ofVirtual().name("i2p-session").start(() -> watch(opened));
      return id;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for somebody who opens the session at the moment, but not longer than the limit. */
  private void lock(Duration limit) throws SamException {
    try {
      if (!lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SamException("I2P is not ready yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SamException("interrupted", e);
    }
  }

  /** A session lasts as long as the connection on which it was opened. */
  private void watch(Open session) {
    try {
      while (true) {
        String line = session.connection().line();
        if (line.startsWith("PING")) {
          session.connection().tell("PONG" + line.substring(4));
        }
      }
    } catch (IOException e) {
      if (!closed) {
        LOG.info("the session with I2P is lost: {}", e.getMessage());
      }
    } finally {
      session.connection().close();
      lock.lock();
      try {
        open = open.filter(current -> current != session);
      } finally {
        lock.unlock();
      }
      // What waits for connections in a session that is gone would wait for ever; there may be a
      // new session already, in which something waits, too.
      accepting
          .filter(waiting -> waiting.session().equals(session.id()))
          .ifPresent(waiting -> waiting.connection().close());
    }
  }

  /** Connects to a place in I2P. */
  SocketChannel connect(Place place, Duration limit) throws IOException {
    String id = session(limit);
    String target = lookUp(place.host(), limit);
    SamConnection connection = SamConnection.open(bridge, limit);
    try {
      String port = connection.knowsPorts() && place.port() > 0 ? " TO_PORT=" + place.port() : "";
      connection
          .ask("STREAM CONNECT ID=%s DESTINATION=%s SILENT=false%s".formatted(id, target, port))
          .require("STREAM STATUS", "connect");
      return connection.stream();
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  private String lookUp(String host, Duration limit) throws IOException {
    if (!host.matches("[A-Za-z0-9.-]+")) {
      throw new SamException("“%s” is no name in I2P".formatted(host));
    }
    try (SamConnection connection = SamConnection.open(bridge, limit)) {
      String destination =
          connection
              .ask("NAMING LOOKUP NAME=" + host)
              .require("NAMING REPLY", "know %s".formatted(host))
              .value("VALUE");
      if (!destination.matches("[A-Za-z0-9~=-]+")) {
        throw new SamException("what answers is no SAM bridge");
      }
      return destination;
    }
  }

  /** Takes connections at the destination from now on, in the background. */
  public void accept(Acceptor taker) {
    lock.lock();
    try {
      if (!closed && acceptor.isEmpty()) {
        acceptor = Optional.of(Thread.ofVirtual().name("i2p-accept").start(() -> acceptAll(taker)));
      }
    } finally {
      lock.unlock();
    }
  }

  private void acceptAll(Acceptor taker) {
    Duration pause = FIRST_PAUSE;
    try {
      while (!closed) {
        try {
          taker.accept(next());
          pause = FIRST_PAUSE;
        } catch (IOException e) {
          if (!closed) {
            LOG.warn("I2P does not deliver connections: {}", e.getMessage());
            Thread.sleep(pause);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
          }
        }
      }
    } catch (InterruptedException e) {
      // Only closing interrupts.
      return;
    }
  }

  private Socket next() throws IOException {
    String id = session(TO_OPEN);
    SamConnection connection = SamConnection.open(bridge, TO_OPEN);
    accepting = Optional.of(new Accepting(id, connection));
    try {
      if (closed) {
        throw new SamException("the node is stopping");
      }
      // If it was lost before anybody could see who waits in it.
      if (open.filter(current -> current.id().equals(id)).isEmpty()) {
        throw new SamException("the session was lost");
      }
      connection
          .ask("STREAM ACCEPT ID=%s SILENT=false".formatted(id))
          .require("STREAM STATUS", "accept connections");
      connection.limit(Duration.ZERO);
      // Who it is: their address in I2P tells nothing that their certificate does not.
      connection.line();
      return connection.stream().socket();
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    } finally {
      accepting = Optional.empty();
    }
  }

  /** Ends the session: connections that were made by it end, too. */
  @Override
  public void close() {
    closed = true;
    opening.ifPresent(SamConnection::close);
    Optional<Open> session;
    Optional<Thread> thread;
    lock.lock();
    try {
      session = open;
      thread = acceptor;
    } finally {
      lock.unlock();
    }
    thread.ifPresent(Thread::interrupt);
    accepting.ifPresent(waiting -> waiting.connection().close());
    session.ifPresent(current -> current.connection().close());
  }
}
