package org.truckee.wire.foolscap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.foolscap.CallTimeoutException;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.tub.Reconnector;
import org.truckee.foolscap.tub.Tub;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageServer;
import org.truckee.wire.ConnectionStatus;
import org.truckee.wire.FoolscapStatus;
import org.truckee.wire.ServerConnection;

/**
 * Keeps watch over one server that speaks Foolscap ({@code spec/07 §4.3}): connects, asks for its
 * version, and looks for a sign of life every other second, so that a server that has fallen silent
 * is noticed long before its connection breaks.
 */
public final class FoolscapServerConnection implements ServerConnection {
  private static final Logger LOG = LoggerFactory.getLogger(FoolscapServerConnection.class);

  private final Tubs tubs;
  private final Furl furl;
  private final Client client;
  private final WatchOptions options;
  private final Clock clock;
  private final Runnable whenConnected;

  private final Object changes = new Object();
  private Optional<Tub> tub = Optional.empty();
  private Optional<Reconnector> reconnector = Optional.empty();
  private Optional<StorageServer> server = Optional.empty();
  private Optional<ServerVersion> version = Optional.empty();
  private Optional<Instant> lastContact = Optional.empty();
  private Optional<String> trouble = Optional.empty();
  private volatile Runnable listener = () -> {};
  private boolean connected;
  private boolean started;
  private boolean closed;

  /** Where the Tub for a server comes from. */
  @FunctionalInterface
  public interface Tubs {
    /** A Tub with an identity of its own, which is closed with the watch. */
    Tub make() throws InterruptedException;
  }

  /** Makes the client of the object that a server offers; asks nothing. */
  @FunctionalInterface
  public interface Client {
    /** The client of an object, for one connection. */
    StorageServer of(RemoteReference object);
  }

  /**
   * How a server is watched.
   *
   * @param callLimit how long a call may take
   * @param period from one look for a sign of life to the next
   * @param limit how long a sign of life may take
   */
  public record WatchOptions(Duration callLimit, Duration period, Duration limit) {
    /** A minute, 2 s, 5 s. */
    public static WatchOptions defaults() {
      return new WatchOptions(Duration.ofMinutes(1), Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    /** For a server to which only hidden ways lead: 3 minutes, 10 s, 30 s. */
    public static WatchOptions farAway() {
      return new WatchOptions(
          Duration.ofMinutes(3), Duration.ofSeconds(10), Duration.ofSeconds(30));
    }
  }

  /**
   * A watch that has not begun.
   *
   * @param clock for the time of the last contact that people are shown
   * @param whenConnected is run whenever the server has been found
   */
  public FoolscapServerConnection(
      Tubs tubs, Furl furl, WatchOptions options, Clock clock, Runnable whenConnected) {
    this(
        tubs,
        furl,
        object -> new FoolscapStorageClient(object, options.callLimit()),
        options,
        clock,
        whenConnected);
  }

  /**
   * A watch over a server that offers another object than others do.
   *
   * @param client makes the client of it
   */
  public FoolscapServerConnection(
      Tubs tubs,
      Furl furl,
      Client client,
      WatchOptions options,
      Clock clock,
      Runnable whenConnected) {
    this.tubs = tubs;
    this.furl = furl;
    this.client = client;
    this.options = options;
    this.clock = clock;
    this.whenConnected = whenConnected;
  }

  @Override
  public void start() {
    synchronized (changes) {
      if (started || closed) {
        return;
      }
      started = true;
    }
    Thread.ofVirtual().name("server-connect").start(this::connect);
  }

  private void connect() {
    try {
      Tub made = tubs.make();
      synchronized (changes) {
        if (!closed) {
          tub = Optional.of(made);
          reconnector = Optional.of(made.keepConnected(furl, this::watch));
          return;
        }
      }
      made.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From the moment there is a connection until it is lost. */
  private void watch(RemoteReference object) throws FoolscapException, InterruptedException {
    StorageServer found = client.of(object);
    try {
      askVersion(found);
      whenConnected.run();
      while (object.isAlive()) {
        Thread.sleep(options.period());
        look(object);
      }
    } finally {
      synchronized (changes) {
        connected = false;
        changes.notifyAll();
      }
      listener.run();
    }
  }

  private void askVersion(StorageServer found) throws FoolscapException, InterruptedException {
    boolean known = false;
    while (!known) {
      try {
        ServerVersion answer = found.version();
        synchronized (changes) {
          server = Optional.of(found);
          version = Optional.of(answer);
          heard();
        }
        listener.run();
        known = true;
      } catch (StorageException e) {
        if (e.getCause() instanceof FoolscapException lost
            && !(lost instanceof CallTimeoutException)) {
          inTrouble(e.getMessage());
          throw lost;
        }
        inTrouble(e.getMessage());
        Thread.sleep(options.period());
      }
    }
  }

  private void look(RemoteReference object) throws FoolscapException, InterruptedException {
    long asked = System.nanoTime();
    boolean alive;
    try {
      object.ping(options.limit());
      alive = true;
    } catch (CallTimeoutException e) {
      // What it sends beside may be so much that our question has to wait.
      alive = object.peer().silence().toNanos() < System.nanoTime() - asked;
    }
    if (alive) {
      synchronized (changes) {
        heard();
      }
      listener.run();
    } else {
      inTrouble("no sign of life within %d s".formatted(options.limit().toSeconds()));
    }
  }

  /** Called within changes; what is heard after the end means nothing. */
  private void heard() {
    connected = !closed;
    trouble = Optional.empty();
    lastContact = Optional.of(clock.instant());
    changes.notifyAll();
  }

  private void inTrouble(String what) {
    LOG.info("{}: {}", furl, what);
    synchronized (changes) {
      connected = false;
      trouble = Optional.of(what);
      changes.notifyAll();
    }
    listener.run();
  }

  @Override
  public ConnectionStatus status() {
    synchronized (changes) {
      return new ConnectionStatus(connected, summary(), lastContact, version);
    }
  }

  private String summary() {
    if (closed) {
      return "shut down";
    }
    boolean attached =
        reconnector
            .map(Reconnector::status)
            .filter(status -> status.state() instanceof Reconnector.State.Connected)
            .isPresent();
    if (attached && trouble.isPresent()) {
      return "failure: " + trouble.get();
    }
    return reconnector
        .map(begun -> FoolscapStatus.summary(begun.status(), clock))
        .orElse("unstarted");
  }

  @Override
  public Optional<StorageServer> server() {
    synchronized (changes) {
      return server;
    }
  }

  @Override
  public void onChange(Runnable told) {
    listener = told;
  }

  @Override
  public void tryNow() {
    synchronized (changes) {
      reconnector.ifPresent(Reconnector::reset);
    }
  }

  @Override
  public boolean awaitConnected(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (changes) {
      while (!connected && !closed) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(changes, left);
      }
      return connected;
    }
  }

  /** Ends the watch and its Tub: what is under way with the server fails. */
  @Override
  public void close() {
    Optional<Tub> made;
    synchronized (changes) {
      closed = true;
      connected = false;
      made = tub;
      changes.notifyAll();
    }
    listener.run();
    made.ifPresent(Tub::close);
  }
}
