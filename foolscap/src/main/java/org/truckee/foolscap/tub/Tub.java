package org.truckee.foolscap.tub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.NodeCertificate;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.NegotiationException;
import org.truckee.foolscap.Peer;
import org.truckee.foolscap.connection.Connection;
import org.truckee.foolscap.connection.Home;
import org.truckee.foolscap.negotiation.Negotiated;
import org.truckee.foolscap.negotiation.Negotiator;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;

/**
 * One end of the network of objects ({@code spec/06 §1–3}): it has an identity, objects of its own
 * that others may call, and at most one connection with each other Tub.
 *
 * <pre>{@code
 * Tub tub = new Tub(certificate, TubOptions.defaults());
 * Listener listener = tub.listen(new InetSocketAddress(0));
 * tub.setLocation(List.of(new ConnectionHint("tcp:192.0.2.1:" + listener.port())));
 * Furl furl = tub.publish("greeter", LocalObject.of(Greeter.class, new PoliteGreeter()));
 *
 * Greeter greeter = otherTub.connect(furl, limit).as(Greeter.class, limit);
 * greeter.greet("hello");
 * }</pre>
 */
public final class Tub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tub.class);
  private static final int INCARNATION_BYTES = 8;
  private static final int BACKLOG = 128;

  private final TubId tubId;
  private final TubOptions options;
  private final ConnectionTable table;
  private final Negotiator negotiator;
  private final PublishedObjects objects;
  private final HalfOpen halfOpen;
  private final InboundConnections inbound;
  private final Home home = new TubHome();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private volatile Optional<List<ConnectionHint>> location = Optional.empty();
  private final SelfConnection self;

  /** A Tub with the identity of a certificate. It listens nowhere yet. */
  public Tub(NodeCertificate certificate, TubOptions options) {
    this.tubId = certificate.tubId();
    this.options = options;
    SecureRandom random = options.random();
    byte[] incarnation = new byte[INCARNATION_BYTES];
    random.nextBytes(incarnation);
    String text = HexFormat.of().formatHex(incarnation);
    this.table = new ConnectionTable(text);
    this.negotiator = new Negotiator(certificate, text, random, table);
    this.objects = new PublishedObjects(random);
    this.self = new SelfConnection(tubId, options.connections(), home);
    this.halfOpen = new HalfOpen(options.maxHalfOpen(), options.negotiationLimit());
    this.inbound = new InboundConnections(options.room());
  }

  /** The connections that it has and had. */
  ConnectionTable connections() {
    return table;
  }

  /** Its identity. */
  public TubId tubId() {
    return tubId;
  }

  /** Says where others can reach this Tub; objects can be published from then on. */
  public void setLocation(List<ConnectionHint> hints) {
    location = Optional.of(List.copyOf(hints));
  }

  /** Where others can reach this Tub; empty if nothing was said. */
  public Optional<List<ConnectionHint>> location() {
    return location;
  }

  /**
   * Publishes an object under a name, the knowledge of which is the right to use it.
   *
   * @throws IllegalStateException if the Tub has no location
   * @throws IllegalArgumentException if the name is taken
   */
  public Furl publish(String name, LocalObject object) {
    Furl furl = Furl.of(tubId, requireLocation(), name);
    objects.publish(name, object);
    return furl;
  }

  /** Publishes an object under a name that nobody can guess, or the one that it has. */
  public Furl publish(LocalObject object) {
    requireLocation();
    return publish(objects.nameOf(object).orElseGet(objects::randomName), object);
  }

  /**
   * Publishes an object whose name is kept in a file ({@code spec/06 §2.3}).
   *
   * @throws IOException if the file cannot be read or written, or belongs to another Tub
   */
  public Furl publish(LocalObject object, Path furlFile) throws IOException {
    requireLocation();
    FurlFile file = new FurlFile(furlFile);
    Furl furl = publish(file.name(tubId).orElseGet(objects::randomName), object);
    file.write(furl);
    return furl;
  }

  /** The object can no longer be asked for by name, once no peer holds it. */
  public void withdraw(LocalObject object) {
    objects.withdraw(object);
  }

  private List<ConnectionHint> requireLocation() {
    return location.orElseThrow(
        () -> new IllegalStateException("a Tub that does not know its location publishes nothing"));
  }

  /**
   * Gets an object of any Tub, over the connection there is or a new one.
   *
   * @param limit how long that may take
   * @throws NegotiationException if the Tub cannot be reached
   * @throws FoolscapException if it does not give the object
   */
  public RemoteReference connect(Furl furl, Duration limit)
      throws FoolscapException, InterruptedException {
    return connect(furl, limit, attempt -> {});
  }

  /** Is told of the attempt to connect, if one is made. */
  interface AttemptObserver {
    void attempted(Attempt attempt);
  }

  RemoteReference connect(Furl furl, Duration limit, AttemptObserver observer)
      throws FoolscapException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    TubId target =
        furl.tubId()
            .orElseThrow(
                () -> new NegotiationException("no Tub can have the id " + furl.tubText()));
    Connection connection;
    if (target.equals(tubId)) {
      connection = self.get();
    } else {
      Optional<Connection> existing = table.find(target);
      connection =
          existing.isPresent() ? existing.get() : attempt(target, furl.hints(), limit, observer);
    }
    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    return connection.getReferenceByName(furl.name(), left);
  }

  private Connection attempt(
      TubId target, List<ConnectionHint> hints, Duration limit, AttemptObserver observer)
      throws NegotiationException, InterruptedException {
    if (table.isClosed()) {
      throw new NegotiationException("this Tub is closed");
    }
    Attempt attempt =
        table.join(
            new Attempt(
                target,
                table.lastConnection(target),
                hints,
                options,
                negotiator::connect,
                new Arrivals()));
    observer.attempted(attempt);
    try {
      // Another connection may have come meanwhile.
      table.find(target).ifPresent(attempt::succeed);
      attempt.start();
      return attempt.await(limit);
    } finally {
      if (attempt.hasEnded()) {
        table.leave(attempt);
      }
    }
  }

  private void arrive(Negotiated negotiated) {
    arrive(negotiated, connection -> true);
  }

  /** Another Tub has connected. */
  private void arriveFrom(Optional<InetAddress> address, Negotiated negotiated) {
    arrive(negotiated, connection -> inbound.admit(connection, address));
  }

  private void arrive(Negotiated negotiated, Predicate<Connection> admission) {
    boolean arrived = false;
    try {
      table.makeWay(negotiated);
      Connection connection =
          new Connection(
              negotiated.transport(),
              negotiated.peer(),
              negotiated.vocabulary(),
              negotiated.master(),
              options.connections(),
              home);
      if (!admission.test(connection)) {
        LOG.info("there is no room for a connection with tub {}", negotiated.peer());
        return;
      }
      LOG.info("connected with tub {} at {}", negotiated.peer(), negotiated.transport().address());
      table.install(connection, negotiated);
      arrived = true;
    } catch (IOException e) {
      LOG.warn("the connection with tub {} is lost already", negotiated.peer(), e);
    } finally {
      if (!arrived) {
        discard(negotiated);
      }
    }
  }

  private void discard(Negotiated negotiated) {
    negotiated.transport().close();
    table.decline(negotiated);
  }

  /** What becomes of the connections that this Tub makes. */
  private final class Arrivals implements Attempt.Arrival {
    @Override
    public void arrive(Negotiated negotiated) {
      Tub.this.arrive(negotiated);
    }

    @Override
    public void discard(Negotiated negotiated) {
      Tub.this.discard(negotiated);
    }

    @Override
    public boolean isExpected(TubId peer) {
      return table.isExpected(peer);
    }
  }

  /**
   * Listens at a port and accepts whoever connects.
   *
   * @param address of this machine; port 0 for any that is free
   */
  public Listener listen(InetSocketAddress address) throws IOException {
    return listen(address, BACKLOG);
  }

  /**
   * Listens at a port, with a limit on those who wait there.
   *
   * @param backlog how many connections may wait to be accepted; the system's own if 0
   */
  public Listener listen(InetSocketAddress address, int backlog) throws IOException {
    Listener listener = new Listener(address, backlog, this);
    synchronized (this) {
      parts.add(listener);
    }
    listener.start();
    return listener;
  }

  /**
   * Takes over a socket that somebody has accepted, for instance because a port is shared with
   * another protocol ({@code spec/06 §4.9}). Does not block; the time limit of the negotiation
   * begins now.
   *
   * @param ahead what has been read from the socket already
   */
  public void accept(Socket socket, byte[] ahead) {
    HalfOpen.Guard guard = halfOpen.admit(socket);
    Optional<InetAddress> address = Optional.ofNullable(socket.getInetAddress());
    Thread.ofVirtual()
        .name("foolscap-negotiate")
        .start(
            () -> {
              Optional<Negotiated> negotiated = negotiate(socket, ahead);
              guard.close();
              negotiated.ifPresent(arrived -> arriveFrom(address, arrived));
            });
  }

  private Optional<Negotiated> negotiate(Socket socket, byte[] ahead) {
    try {
      setNoDelay(socket);
      return Optional.of(negotiator.accept(socket, ahead));
    } catch (NegotiationException e) {
      LOG.info("{}", e.getMessage());
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.error("a negotiation came to an unexpected end", e);
      return Optional.empty();
    }
  }

  private static void setNoDelay(Socket socket) {
    try {
      socket.setTcpNoDelay(true);
    } catch (SocketException e) {
      LOG.debug("a socket cannot be told not to wait", e);
    }
  }

  /**
   * Connects to the Tub of an object and does so again whenever the connection is lost, until the
   * reconnector is closed.
   */
  public Reconnector keepConnected(Furl furl, Reconnector.Session session) {
    Reconnector reconnector =
        new Reconnector(this, furl, session, options.delays(), options.negotiationLimit());
    synchronized (this) {
      parts.add(reconnector);
    }
    reconnector.start();
    return reconnector;
  }

  synchronized void forget(AutoCloseable part) {
    parts.remove(part);
  }

  SecureRandom random() {
    return options.random();
  }

  /** The Tubs that there is a connection with. */
  public List<Peer> peers() {
    return table.peers();
  }

  /** How many connections from outside are in negotiation. */
  public int halfOpen() {
    return halfOpen.size();
  }

  /** Ends all connections and listens no more. */
  @Override
  public void close() {
    List<AutoCloseable> closed;
    synchronized (this) {
      closed = List.copyOf(parts);
      parts.clear();
    }
    for (AutoCloseable part : closed) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.debug("a part of tub {} complains while it is closed", tubId, e);
      }
    }
    self.close();
    halfOpen.close();
    table.close();
  }

  @Override
  public String toString() {
    return "Tub[" + tubId + "]";
  }

  /** What the connections of this Tub want of it. */
  private final class TubHome implements Home {
    @Override
    public Optional<LocalObject> find(String name) {
      return objects.find(name);
    }

    @Override
    public Optional<Furl> shown(LocalObject object) {
      return location.map(hints -> Furl.of(tubId, hints, objects.hold(object)));
    }

    @Override
    public void forgotten(LocalObject object) {
      objects.letGo(object);
    }

    @Override
    public RemoteReference resolve(Furl furl, Duration limit)
        throws FoolscapException, InterruptedException {
      return connect(furl, limit);
    }

    @Override
    public void lost(Connection connection) {
      table.remove(connection);
      inbound.remove(connection);
    }
  }
}
