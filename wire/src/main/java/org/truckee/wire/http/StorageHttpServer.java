package org.truckee.wire.http;

import java.io.IOException;
import java.net.InetAddress;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.NodeCertificate;
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
  private static final int HEADER_BYTES = 16384;

  private final Builder settings;
  private final HttpTransport ownTransport;
  private final Server server;
  private final ServerConnector connector;
  private final ConnectionWatch watch;
  private final UploadRegistry uploads;
  private volatile Scheduler.Task nextSweep;
  private volatile boolean closed;

  /** What a server needs to know; see the methods. */
  public static final class Builder {
    private final LocalStorageServer store;
    private X509Certificate certificate;
    private PrivateKey key;
    private Swissnum swissnum;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private ServerLimits limits = ServerLimits.defaults();
    private HttpTransport transport;
    private Clock clock = Clock.systemUTC();

    private Builder(LocalStorageServer store) {
      this.store = Objects.requireNonNull(store);
    }

    /** The node's certificate. Required. */
    public Builder certificate(NodeCertificate node) {
      return certificate(node.certificate(), node.privateKey());
    }

    /** The same with any kind of key. */
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

    /** Where to listen; port 0 chooses a free one. The loopback address and 0 otherwise. */
    public Builder listen(InetAddress address, int port) {
      this.address = Objects.requireNonNull(address);
      this.port = port;
      return this;
    }

    /** What clients may ask for. */
    public Builder limits(ServerLimits limits) {
      this.limits = Objects.requireNonNull(limits);
      return this;
    }

    /** The threads to run on; without this the server has its own. */
    public Builder transport(HttpTransport transport) {
      this.transport = Objects.requireNonNull(transport);
      return this;
    }

    /** The time by which uploads are forgotten. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock);
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
      StorageHttpServer server = new StorageHttpServer(this);
      server.start();
      return server;
    }
  }

  /** Begins to describe a server for {@code store}. */
  public static Builder builder(LocalStorageServer store) {
    return new Builder(store);
  }

  private StorageHttpServer(Builder settings) {
    this.settings = settings;
    ownTransport = settings.transport == null ? new HttpTransport() : null;
    HttpTransport transport = ownTransport == null ? settings.transport : ownTransport;
    ServerLimits limits = settings.limits;
    server = new Server(transport.threads(), transport.timer(), transport.buffers());
    watch = new ConnectionWatch(limits.idle());
    uploads = new UploadRegistry(settings.clock, limits.uploads());
    HttpConnectionFactory http = new HttpConnectionFactory(configuration());
    http.setInputBufferSize(Tls.RECORD_BUFFER);
    connector = new ServerConnector(server, 0, 1, tls(settings, http), http);
    connector.setHost(settings.address.getHostAddress());
    connector.setPort(settings.port);
    // The watch and the bodies keep to the limit themselves, and have an answer for it; this is for
    // a body that stalls after it has earned more time.
    connector.setIdleTimeout(2 * limits.idle().toMillis());
    connector.addBean(watch);
    connector.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    server.addConnector(connector);
    Routes routes = new Routes(settings.store, uploads, limits);
    server.setHandler(new StorageHandler(settings.swissnum, limits, watch, routes));
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
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
    return watch.size();
  }

  /** Ends requests, connections and uploads. */
  @Override
  public void close() {
    closed = true;
    Scheduler.Task sweep = nextSweep;
    if (sweep != null) {
      sweep.cancel();
    }
    LifeCycle.stop(server);
    try {
      uploads.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (ownTransport != null) {
      ownTransport.close();
    }
  }

  private void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new IOException(
          "cannot listen on %s port %d: %s"
              .formatted(settings.address.getHostAddress(), settings.port, e.getMessage()),
          e);
    }
    scheduleSweep();
  }

  private void scheduleSweep() {
    long period = Math.max(1, settings.limits.idle().toMillis() / 8);
    if (!closed) {
      Runnable sweep = () -> server.getThreadPool().execute(this::sweep);
      nextSweep = server.getScheduler().schedule(sweep, period, TimeUnit.MILLISECONDS);
    }
  }

  private void sweep() {
    watch.sweep();
    try {
      uploads.sweep();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("idle uploads could not be swept", e);
    }
    scheduleSweep();
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(HEADER_BYTES);
    // The path is decoded and matched here, byte for byte.
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    // The cache takes values for equal that differ in case, which secrets and media types do not.
    configuration.setHeaderCacheCaseSensitive(true);
    configuration.setHeaderCacheSize(0);
    configuration.setUseInputDirectByteBuffers(false);
    configuration.setUseOutputDirectByteBuffers(false);
    return configuration;
  }

  private static SslConnectionFactory tls(Builder settings, HttpConnectionFactory http) {
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
    SslConnectionFactory tls = new SslConnectionFactory(factory, http.getProtocol());
    tls.setEnsureSecureRequestCustomizer(false);
    tls.setDirectBuffersForDecryption(false);
    tls.setDirectBuffersForEncryption(false);
    return tls;
  }
}
