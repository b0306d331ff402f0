package org.truckee.wire.http;

import java.io.IOException;
import java.net.InetAddress;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.NodeCertificate;
import org.truckee.http.HttpServer;
import org.truckee.http.OtherProtocol;
import org.truckee.memory.ProcessMemory;
import org.truckee.storage.LocalStorageServer;
import org.truckee.wire.Nurl;
import org.truckee.wire.Swissnum;

/**
 * Offers a storage server over HTTPS ({@code spec/05}).
 *
 * <pre>{@code
 * try (var server = StorageHttpServer.builder(store).certificate(certificate)
 *     .swissnum(swissnum).start()) {
 *   announce(server.nurl("storage.example.net"));
 * }
 * }</pre>
 */
public final class StorageHttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StorageHttpServer.class);
  private static final int SWEEPS_PER_REST = 8;

  private final Builder settings;
  private final HttpTransport transport;
  private final HttpServer server;
  private final UploadRegistry uploads;
  private final Duration sweepPeriod;
  private volatile Scheduler.Task nextSweep;
  private volatile boolean closed;

  /** What a server needs to know; see the methods. */
  public static final class Builder {
    private final LocalStorageServer store;
    private X509Certificate certificate;
    private PrivateKey key;
    private Swissnum swissnum;
    private final List<Place> places = new ArrayList<>();
    private Optional<OtherProtocol> other = Optional.empty();
    private ServerLimits limits = ServerLimits.defaults();
    private Optional<HttpTransport> transport = Optional.empty();
    private Optional<ProcessMemory> memory = Optional.empty();
    private LongSupplier nanos = System::nanoTime;

    private Builder(LocalStorageServer store) {
      this.store = Objects.requireNonNull(store);
    }

    /** The node's certificate. Required. */
    public Builder certificate(NodeCertificate node) {
      return certificate(node.certificate(), node.privateKey());
    }

    /** Serves with any kind of key and certificate. */
    public Builder certificate(X509Certificate certificate, PrivateKey key) {
      this.certificate = Objects.requireNonNull(certificate);
      this.key = Objects.requireNonNull(key);
      return this;
    }

    /** The secret that clients must know. Required. */
    public Builder swissnum(Swissnum swissnum) {
      this.swissnum = Objects.requireNonNull(swissnum);
      return this;
    }

    /**
     * Where to listen; port 0 chooses a free one. A second call adds another place. The loopback
     * address and 0 if there is none.
     */
    public Builder listen(InetAddress address, int port) {
      return listen(address, port, 0);
    }

    /**
     * Where to listen, with a limit on those who wait there.
     *
     * @param backlog how many connections may wait to be accepted; 0 for what the system has
     */
    public Builder listen(InetAddress address, int port, int backlog) {
      places.add(new Place(address.getHostAddress(), port, backlog));
      return this;
    }

    /** Shares the port with another protocol ({@code spec/06 §4.9}). */
    public Builder sharing(OtherProtocol protocol) {
      this.other = Optional.of(protocol);
      return this;
    }

    /** What clients may ask for. */
    public Builder limits(ServerLimits limits) {
      this.limits = Objects.requireNonNull(limits);
      return this;
    }

    /** The threads to run on; without this the server has its own. */
    public Builder transport(HttpTransport transport) {
      this.transport = Optional.of(transport);
      return this;
    }

    /**
     * The memory that all servers of a process share; that of a process with this one if absent.
     */
    public Builder memory(ProcessMemory memory) {
      this.memory = Optional.of(memory);
      return this;
    }

    /** The time by which uploads are forgotten, in nanoseconds from some moment on. */
    public Builder monotonicClock(LongSupplier nanos) {
      this.nanos = Objects.requireNonNull(nanos);
      return this;
    }

    /**
     * Starts the server.
     *
     * @throws IOException if it cannot listen there; the message names the address and port
     */
    public StorageHttpServer start() throws IOException {
      Objects.requireNonNull(certificate, "a server needs a certificate");
      Objects.requireNonNull(swissnum, "a server needs a swissnum");
      return new StorageHttpServer(this);
    }
  }

  /** Where a server listens. */
  private record Place(String address, int port, int backlog) {
    @Override
    public String toString() {
      return "%s port %d".formatted(address, port);
    }
  }

  /** Begins to describe a server for {@code store}. */
  public static Builder builder(LocalStorageServer store) {
    return new Builder(store);
  }

  private StorageHttpServer(Builder settings) throws IOException {
    this.settings = settings;
    transport = settings.transport.orElseGet(HttpTransport::new);
    ServerLimits limits = settings.limits;
    ProcessMemory memory = settings.memory.orElseGet(ProcessMemory::ofThisProcess);
    uploads = new UploadRegistry(settings.nanos, limits.uploads());
    sweepPeriod = limits.http().rest().dividedBy(SWEEPS_PER_REST);
    StorageRoutes routes = new StorageRoutes(settings.store, uploads, limits, memory.service());
    try {
      HttpServer.Builder door =
          HttpServer.builder(transport.threads(), new StorageHandler(settings.swissnum, routes))
              .limits(limits.http())
              .memory(memory.connections())
              .tls(tls(settings));
      settings.places.forEach(place -> door.listen(place.address(), place.port(), place.backlog()));
      settings.other.ifPresent(door::sharing);
      server = door.start();
    } catch (IOException e) {
      closeTransport();
      throw new IOException(
          "cannot listen on %s: %s"
              .formatted(
                  String.join(", ", settings.places.stream().map(Place::toString).toList()),
                  e.getMessage()),
          e);
    }
    scheduleSweep();
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** The NURL under which clients reach it if {@code host} is a name or address of this machine. */
  public Nurl nurl(String host) {
    String hash = NodeCertificate.spkiHash(settings.certificate);
    return new Nurl(Nurl.Scheme.TCP, hash, host, port(), settings.swissnum);
  }

  /** Uploads in progress. */
  int uploads() {
    return uploads.size();
  }

  /** Open connections. */
  int connections() {
    return server.connections();
  }

  /** Lets requests come to an end, then ends connections and uploads. */
  @Override
  public void close() {
    closed = true;
    Scheduler.Task sweep = nextSweep;
    if (sweep != null) {
      sweep.cancel();
    }
    server.close();
    try {
      uploads.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeTransport();
  }

  private void closeTransport() {
    if (settings.transport.isEmpty()) {
      transport.close();
    }
  }

  private void scheduleSweep() {
    if (!closed) {
      Runnable sweep = () -> transport.threads().threads().execute(this::sweep);
      long period = Math.max(1, sweepPeriod.toMillis());
      nextSweep = transport.threads().timer().schedule(sweep, period, TimeUnit.MILLISECONDS);
    }
  }

  private void sweep() {
    try {
      uploads.sweep();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("idle uploads could not be swept", e);
    }
    scheduleSweep();
  }

  private static SslContextFactory.Server tls(Builder settings) {
    SslContextFactory.Server factory =
        new SslContextFactory.Server() {
          @Override
          public SSLParameters customize(SSLParameters parameters) {
            SSLParameters result = super.customize(parameters);
            result.setApplicationProtocols(new String[] {Tls.HTTP});
            result.setProtocols(Tls.PROTOCOLS);
            result.setCipherSuites(Tls.CIPHERS);
            result.setUseCipherSuitesOrder(true);
            return result;
          }
        };
    factory.setSslContext(Tls.serverContext(settings.certificate, settings.key));
    return factory;
  }
}
