package org.truckee.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.truckee.memory.MemoryBudget;

/**
 * An HTTP/1.1 server, with or without TLS, that keeps to {@link HttpLimits} and takes the memory of
 * its connections out of a budget.
 *
 * <p>{@link #close} lets requests come to an end, cuts off those that do not, and returns when no
 * handler runs any more: what handlers use can be closed after that.
 */
public final class HttpServer implements AutoCloseable {
  /** What a connection takes until its request is served: buffers, the parser, a full head. */
  private static final long PLAIN_CONNECTION = 56 << 10;

  /** What a connection takes with the state and the buffers of TLS. */
  private static final long TLS_CONNECTION = 96 << 10;

  /** A JDK's TLS asks for a little more than the 16384 bytes that a record can carry. */
  private static final int RECORD_BUFFER = 20 << 10;

  private static final int OUTPUT_BUFFER = 32 << 10;
  private static final long SWEEPS_PER_REST = 8;
  private static final long LONGEST_BETWEEN_SWEEPS = 1000;

  private final HttpLimits limits;
  private final ConnectionWatch watch;
  private final Optional<IntSupplier> starving;
  private final Server server;
  private final Door door;
  private final boolean cancelling;
  private final List<ServerConnector> connectors = new ArrayList<>();
  private volatile Scheduler.Task nextSweep;

  /** Answers requests. */
  @FunctionalInterface
  public interface Handlers {
    /**
     * Answers one request, on a thread of its own.
     *
     * @throws RefusedException if it shall be answered with an error in plain text
     * @throws IOException if it cannot be answered any more; the connection is closed
     */
    void handle(Exchange exchange) throws IOException, InterruptedException;
  }

  /** What a server needs to know; see the methods. */
  public static final class Builder {
    private final HttpThreads threads;
    private final Handlers handlers;
    private HttpLimits limits = HttpLimits.forPrograms(256);
    private MemoryBudget memory = new MemoryBudget(64 << 20);
    private Optional<SslContextFactory.Server> tls = Optional.empty();
    private Optional<IntSupplier> starving = Optional.empty();
    private Optional<OtherProtocol> other = Optional.empty();
    private final List<Place> places = new ArrayList<>();
    private boolean webSockets;
    private boolean cancelling;

    private Builder(HttpThreads threads, Handlers handlers) {
      this.threads = Objects.requireNonNull(threads);
      this.handlers = Objects.requireNonNull(handlers);
    }

    /** What clients may ask for. */
    public Builder limits(HttpLimits wanted) {
      limits = Objects.requireNonNull(wanted);
      return this;
    }

    /** Where the memory of connections comes from; 64 MiB otherwise. */
    public Builder memory(MemoryBudget connections) {
      memory = Objects.requireNonNull(connections);
      return this;
    }

    /**
     * Tells how many handlers wait for memory that others hold who rest half read: so many clients
     * that have long not taken their answers are then closed.
     */
    public Builder starving(IntSupplier handlersWaiting) {
      starving = Optional.of(handlersWaiting);
      return this;
    }

    /** Speaks TLS. */
    public Builder tls(SslContextFactory.Server factory) {
      tls = Optional.of(factory);
      return this;
    }

    /** Speaks TLS as browsers know it. */
    public Builder tls(SSLContext context) {
      SslContextFactory.Server factory = new SslContextFactory.Server();
      factory.setSslContext(context);
      return tls(factory);
    }

    /** Shares the port with another protocol. */
    public Builder sharing(OtherProtocol protocol) {
      other = Optional.of(protocol);
      return this;
    }

    /**
     * Interrupts handlers whose clients have gone away, see {@link Exchange#finishWithoutClient}.
     */
    public Builder cancelling() {
      cancelling = true;
      return this;
    }

    /** Lets handlers turn connections into WebSockets. */
    public Builder webSockets() {
      webSockets = true;
      return this;
    }

    /**
     * Where to listen; port 0 chooses a free one. A second call adds another place. The loopback
     * address and 0 if there is none.
     */
    public Builder listen(String address, int number) {
      return listen(address, number, 0);
    }

    /**
     * Where to listen, with a limit on those who wait there.
     *
     * @param backlog how many connections may wait to be accepted; 0 for what the system has
     */
    public Builder listen(String address, int number, int backlog) {
      places.add(new Place(Objects.requireNonNull(address), number, backlog));
      return this;
    }

    /**
     * Starts the server.
     *
     * @throws IOException if it cannot listen there
     */
    public HttpServer start() throws IOException {
      HttpServer server = new HttpServer(this);
      server.start();
      return server;
    }
  }

  /** Where a server listens. */
  private record Place(String host, int port, int backlog) {
    static final Place ANY = new Place("127.0.0.1", 0, 0);
  }

  /** Begins to describe a server. */
  public static Builder builder(HttpThreads threads, Handlers handlers) {
    return new Builder(threads, handlers);
  }

  private HttpServer(Builder settings) {
    limits = settings.limits;
    starving = settings.starving;
    cancelling = settings.cancelling;
    long ofConnection = settings.tls.isPresent() ? TLS_CONNECTION : PLAIN_CONNECTION;
    watch = new ConnectionWatch(limits, settings.memory, ofConnection);
    server =
        new Server(
            settings.threads.threads(), settings.threads.timer(), settings.threads.buffers());
    for (Place place : settings.places.isEmpty() ? List.of(Place.ANY) : settings.places) {
      ServerConnector connector = connector(settings, place);
      connectors.add(connector);
      server.addConnector(connector);
    }
    Optional<WebSockets> webSockets =
        settings.webSockets ? Optional.of(new WebSockets(server)) : Optional.empty();
    door = new Door(settings.handlers, limits, watch, webSockets);
    server.setErrorHandler(new PlainErrors());
    server.setHandler(door);
  }

  private ServerConnector connector(Builder settings, Place place) {
    HeadGuard http = new HeadGuard(configuration(limits), watch, limits.headFields());
    http.setInputBufferSize(settings.tls.isPresent() ? RECORD_BUFFER : limits.headBytes());
    ConnectionFactory usual =
        settings.tls.<ConnectionFactory>map(factory -> tls(factory, http)).orElse(http);
    ServerConnector connector =
        settings
            .other
            .<ServerConnector>map(protocol -> new SharedPort(server, protocol, usual, http))
            .orElseGet(() -> new ServerConnector(server, 0, 1, usual, http));
    connector.setHost(place.host());
    connector.setPort(place.port());
    connector.setAcceptQueueSize(place.backlog());
    // The watch and the bodies keep to the limits themselves, and have an answer for it.
    connector.setIdleTimeout(0);
    connector.addBean(watch);
    return connector;
  }

  private static HttpConfiguration configuration(HttpLimits limits) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setRequestHeaderSize(limits.headBytes());
    configuration.setOutputBufferSize(OUTPUT_BUFFER);
    // Paths are decoded and matched here, byte for byte; no form of escaping is dangerous.
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setHttpCompliance(HttpCompliance.RFC7230);
    // The cache takes values for equal that differ in case, which secrets and media types do not.
    configuration.setHeaderCacheCaseSensitive(true);
    configuration.setHeaderCacheSize(0);
    configuration.setUseInputDirectByteBuffers(false);
    configuration.setUseOutputDirectByteBuffers(false);
    return configuration;
  }

  private static SslConnectionFactory tls(SslContextFactory.Server factory, HeadGuard http) {
    SslConnectionFactory tls = new SslConnectionFactory(factory, http.getProtocol());
    tls.setEnsureSecureRequestCustomizer(false);
    tls.setDirectBuffersForDecryption(false);
    tls.setDirectBuffersForEncryption(false);
    return tls;
  }

  private void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw e instanceof IOException io
          ? io
          : new IOException("the server cannot start: " + e.getMessage(), e);
    }
    scheduleSweep();
  }

  /** The port it listens on; the first if there are several. */
  public int port() {
    return connectors.getFirst().getLocalPort();
  }

  /** Open connections. */
  public int connections() {
    return watch.size();
  }

  /** Ends requests and connections; a second time has no effect. */
  @Override
  public void close() {
    if (!door.close()) {
      return;
    }
    Scheduler.Task sweep = nextSweep;
    if (sweep != null) {
      sweep.cancel();
    }
    connectors.forEach(ServerConnector::close);
    try {
      door.drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LifeCycle.stop(server);
  }

  private void scheduleSweep() {
    if (!door.isClosed()) {
      long shortest =
          Math.min(limits.rest().toMillis(), limits.head().toMillis()) / SWEEPS_PER_REST;
      if (starving.isPresent() || cancelling) {
        shortest = Math.min(shortest, LONGEST_BETWEEN_SWEEPS);
      }
      Runnable sweep = () -> server.getThreadPool().execute(this::sweep);
      nextSweep =
          server.getScheduler().schedule(sweep, Math.max(1, shortest), TimeUnit.MILLISECONDS);
    }
  }

  private void sweep() {
    watch.sweep();
    if (cancelling) {
      lookForClients();
    }
    starving.ifPresent(waiting -> watch.evictReaders(waiting.getAsInt()));
    scheduleSweep();
  }

  /** Interrupts the handlers whose clients are gone. */
  void lookForClients() {
    door.lookForClients();
  }
}
