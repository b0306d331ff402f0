package org.truckee.wire.http;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageServer;
import org.truckee.wire.ConnectionStatus;
import org.truckee.wire.Nurl;
import org.truckee.wire.ServerConnection;
import org.truckee.wire.network.AddressFamily;
import org.truckee.wire.network.Routes;

/**
 * Keeps watch over one server that speaks HTTPS: finds the location at which it answers, asks it
 * for its version every second, and keeps a few connections to it warm, so that a request needs no
 * handshake ({@code spec/05 §12.1–12.2}).
 */
public final class HttpServerConnection implements ServerConnection {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServerConnection.class);

  /** Idle connections would be closed at 45 s; all warm ones are used this often. */
  private static final Duration WARMING = Duration.ofSeconds(20);

  private final HttpTransport transport;
  private final List<Route> routes;
  private final ClientLimits limits;
  private final PollOptions options;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore hurry = new Semaphore(0);
  private final Object changes = new Object();
  private volatile ConnectionStatus status = ConnectionStatus.UNSTARTED;
  private volatile Location chosen;
  private volatile boolean closed;
  private volatile Runnable listener = () -> {};
  private boolean asking;
  private Thread poller;
  private long lastWarming;

  /**
   * How a server is watched.
   *
   * @param period from the end of one question to the next
   * @param limit for the answer, including the search for a location
   * @param hiddenLimit the same where the way hides this machine
   * @param warmConnections how many connections are kept open
   */
  public record PollOptions(
      Duration period, Duration limit, Duration hiddenLimit, int warmConnections) {
    /** Every second, 5 s, a minute, 3 connections. */
    public static PollOptions defaults() {
      return new PollOptions(
          Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(1), 3);
    }

    /** For a server to which only hidden ways lead: every 10 s, a minute, 1 connection. */
    public static PollOptions farAway() {
      return new PollOptions(
          Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMinutes(1), 1);
    }
  }

  /** A location and the way to it. */
  private record Route(Nurl nurl, AddressFamily family) {}

  /** A location with the client for all work and the one for short questions. */
  private record Location(Nurl nurl, StorageHttpClient client, StorageHttpClient prober) {}

  /**
   * A watch that has not begun.
   *
   * @param nurls the locations of the server
   * @param ways to them; locations to which none leads are left out
   * @param clock for the time of the last contact that people are shown
   */
  public HttpServerConnection(
      HttpTransport transport,
      List<Nurl> nurls,
      Routes ways,
      ClientLimits limits,
      PollOptions options,
      Clock clock) {
    this(transport, nurls, ways, limits, options, clock, System::nanoTime);
  }

  /**
   * With another measure of durations.
   *
   * @param nanoTime never goes back, in nanoseconds
   */
  HttpServerConnection(
      HttpTransport transport,
      List<Nurl> nurls,
      Routes ways,
      ClientLimits limits,
      PollOptions options,
      Clock clock,
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.transport = transport;
    this.routes = routes(nurls, ways);
    this.limits = limits;
    this.options = options;
    this.clock = clock;
  }

  /** With the usual limits. */
  public HttpServerConnection(HttpTransport transport, List<Nurl> nurls) {
    this(
        transport,
        nurls,
        Routes.DIRECT,
        ClientLimits.defaults(),
        PollOptions.defaults(),
        Clock.systemUTC());
  }

  private static List<Route> routes(List<Nurl> nurls, Routes ways) {
    List<Route> routes = new ArrayList<>();
    for (Nurl nurl : nurls) {
      way(nurl, ways).ifPresent(family -> routes.add(new Route(nurl, family)));
    }
    return routes;
  }

  private static Optional<AddressFamily> way(Nurl nurl, Routes ways) {
    return ways.to(
        switch (nurl.scheme()) {
          case TCP -> Routes.TCP;
          case TOR -> Routes.TOR;
        });
  }

  /** Whether there is a way to one of the locations. */
  public static boolean leadsTo(List<Nurl> nurls, Routes ways) {
    return nurls.stream().anyMatch(nurl -> way(nurl, ways).isPresent());
  }

  @Override
  public synchronized void start() {
    if (poller == null && !closed) {
      poller = Thread.ofVirtual().name("server-poll").start(this::run);
    }
  }

  @Override
  public ConnectionStatus status() {
    return status;
  }

  @Override
  public Optional<StorageServer> server() {
    return Optional.ofNullable(chosen).map(Location::client);
  }

  @Override
  public void onChange(Runnable told) {
    listener = told;
  }

  @Override
  public void tryNow() {
    synchronized (changes) {
      if (!asking && hurry.availablePermits() == 0) {
        hurry.release();
      }
    }
  }

  @Override
  public boolean awaitConnected(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (changes) {
      while (!status.connected()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(changes, left);
      }
    }
    return true;
  }

  @Override
  public synchronized void close() {
    synchronized (changes) {
      if (!closed) {
        status = status.failed("shut down");
      }
      closed = true;
      changes.notifyAll();
    }
    listener.run();
    if (poller != null) {
      poller.interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        attempt();
        hurry.tryAcquire(options.period().toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      // Only closing interrupts, and has said so.
      return;
    }
  }

  private void attempt() throws InterruptedException {
    synchronized (changes) {
      asking = true;
      hurry.drainPermits();
    }
    try {
      boolean again = status.connected();
      Found found = again ? askAgain(chosen) : find();
      chosen = found.location;
      change(status.succeeded(clock.instant(), found.version));
      keepWarm(found.location, again);
    } catch (StorageException e) {
      change(status.failed(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.warn("a server could not be asked", e);
      change(status.failed(e.toString()));
    }
  }

  /** Who does not answer this question in time, but others meanwhile, is busy and not lost. */
  private Found askAgain(Location location) throws StorageException, InterruptedException {
    long before = location.client.answers();
    try {
      return new Found(location, location.prober.version());
    } catch (ServerUnavailableException e) {
      if (location.client.answers() == before) {
        throw e;
      }
      LOG.debug("a server is busy: {}", e.getMessage());
      return new Found(location, status.version().orElseThrow());
    }
  }

  private void change(ConnectionStatus next) {
    synchronized (changes) {
      asking = false;
      if (!closed) {
        status = next;
      }
      changes.notifyAll();
    }
    listener.run();
  }

  private record Found(Location location, ServerVersion version) {}

  /** Asks all locations at once; the first that answers is it. */
  private Found find() throws StorageException, InterruptedException {
    if (routes.isEmpty()) {
      throw new ServerUnavailableException("the server has no location to which there is a way");
    }
    StorageException failure = null;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        ExecutorCompletionService<Found> answers = new ExecutorCompletionService<>(threads);
        for (Route route : routes) {
          Location location = location(route);
          answers.submit(() -> new Found(location, location.prober.version()));
        }
        for (int i = 0; i < routes.size(); i++) {
          try {
            return answers.take().get();
          } catch (ExecutionException e) {
            failure = failure(e.getCause());
          }
        }
      } finally {
        threads.shutdownNow();
      }
    }
    throw failure;
  }

  private Location location(Route route) {
    Location known = chosen;
    if (known != null && known.nurl.equals(route.nurl)) {
      return known;
    }
    // A way that hides this machine leads over many others, and is laid for the first connection.
    Duration limit = route.family.hides() ? options.hiddenLimit() : options.limit();
    ClientLimits work = route.family.hides() ? limits.withConnect(options.hiddenLimit()) : limits;
    StorageHttpClient client =
        new StorageHttpClient(transport, route.nurl, route.family, work, random);
    return new Location(route.nurl, client, client.withLimits(limits.within(limit)));
  }

  /**
   * Uses several connections at once now and then, and at the beginning, which opens them and keeps
   * them open.
   */
  private void keepWarm(Location location, boolean connectedBefore) throws InterruptedException {
    long now = nanoTime.getAsLong();
    if (connectedBefore && now - lastWarming < WARMING.toNanos()) {
      return;
    }
    lastWarming = now;
    List<Thread> questions = new ArrayList<>();
    for (int i = 0; i < options.warmConnections(); i++) {
      questions.add(Thread.ofVirtual().name("server-warm").start(() -> ask(location)));
    }
    for (Thread question : questions) {
      question.join();
    }
  }

  private static void ask(Location location) {
    try {
      location.prober.version();
    } catch (StorageException e) {
      // The next regular question will tell.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static StorageException failure(Throwable cause) {
    return cause instanceof StorageException known
        ? known
        : new ServerUnavailableException(String.valueOf(cause), cause);
  }
}
