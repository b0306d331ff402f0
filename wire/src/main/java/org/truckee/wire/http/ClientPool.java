package org.truckee.wire.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable;
import org.truckee.http.HttpThreads;
import org.truckee.wire.Nurl;
import org.truckee.wire.network.AddressFamily;
import org.truckee.wire.network.Place;

/**
 * The connections to all servers. Each server has a pool of its own, named by address and {@link
 * Pin}, so that a connection is only ever used for the key that it was checked against.
 */
final class ClientPool implements AutoCloseable {
  /** The reference's own number. */
  private static final int CONNECTIONS_PER_SERVER = 10;

  /** Servers close a connection that rests for 60 s; this side does it first. */
  static final Duration REST = Duration.ofSeconds(45);

  private static final Duration FORGET_SERVER = Duration.ofMinutes(10);
  private static final int SELECTORS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
  private static final int QUEUED_PER_SERVER = 4096;

  private final HttpClient client;

  /** The key that a server must have, with the TLS settings for it, and the way to the server. */
  static final class Pin {
    private final String hash;
    private final AddressFamily family;
    private final Duration toConnect;
    private final SSLContext context;

    Pin(String hash, AddressFamily family, Duration toConnect) {
      this.hash = hash;
      this.family = family;
      this.toConnect = toConnect;
      this.context = Tls.clientContext(hash);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Pin pin && pin.hash.equals(hash) && pin.family.equals(family);
    }

    @Override
    public int hashCode() {
      return hash.hashCode();
    }

    @Override
    public String toString() {
      return hash;
    }
  }

  ClientPool(HttpThreads threads) {
    ClientConnector connector = new Connector();
    connector.setExecutor(threads.threads());
    connector.setScheduler(threads.timer());
    connector.setByteBufferPool(threads.buffers());
    connector.setSelectors(SELECTORS);
    connector.setSslContextFactory(new PinnedTls());
    HttpClientTransportOverHTTP http = new HttpClientTransportOverHTTP(connector);
    http.setHeaderCacheCaseSensitive(true);
    http.setHeaderCacheSize(0);
    // Answers are only copied to where they belong, so that the thread that hears of them can do
    // it.
    http.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
    client = new HttpClient(http);
    // Names are the business of the address family: a hidden one looks nothing up.
    client.setSocketAddressResolver(
        (host, port, context, promise) ->
            promise.succeeded(List.of(InetSocketAddress.createUnresolved(host, port))));
    client.setMaxConnectionsPerDestination(CONNECTIONS_PER_SERVER);
    client.setMaxRequestsQueuedPerDestination(QUEUED_PER_SERVER);
    client.setIdleTimeout(REST.toMillis());
    client.setDestinationIdleTimeout(FORGET_SERVER.toMillis());
    client.setFollowRedirects(false);
    client.setUserAgentField(null);
    client.setDefaultRequestContentType(null);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setResponseBufferSize(Tls.RECORD_BUFFER);
    client.setUseInputDirectByteBuffers(false);
    client.setUseOutputDirectByteBuffers(false);
    LifeCycle.start(client);
    // No content coding is ever used, and no status has a meaning beside the protocol's.
    client.getContentDecoderFactories().clear();
    client.getProtocolHandlers().clear();
  }

  /** A request to a server; nothing is sent yet. */
  Request request(Nurl server, Pin pin, String method, String path) {
    return client
        .newRequest(server.host(), server.port())
        .scheme("https")
        .tag(pin)
        .method(method)
        .path(path);
  }

  @Override
  public void close() {
    LifeCycle.stop(client);
  }

  /** Connects by way of the address family of the server. */
  private static final class Connector extends ClientConnector {
    @Override
    public ClientConnectionFactory newSslClientConnectionFactory(
        SslContextFactory.Client factory, ClientConnectionFactory next) {
      SslClientConnectionFactory tls =
          new SslClientConnectionFactory(factory, getByteBufferPool(), getExecutor(), next);
      tls.setDirectBuffersForDecryption(false);
      tls.setDirectBuffersForEncryption(false);
      return tls;
    }

    @Override
    public void connect(SocketAddress address, Map<String, Object> context) {
      Thread.ofVirtual()
          .name("storage-connect")
          .start(() -> connect((InetSocketAddress) address, context));
    }

    private void connect(InetSocketAddress address, Map<String, Object> context) {
      Pin pin = pin(context);
      Place place =
          new Place(address.getHostString().replaceAll("[\\[\\]]", ""), address.getPort());
      try {
        SocketChannel channel = pin.family.connect(place, pin.toConnect);
        channel.configureBlocking(false);
        accept(channel, context);
      } catch (ConnectException | UnknownHostException e) {
        fail(context, e);
      } catch (IOException | RuntimeException e) {
        ConnectException failure = new ConnectException(e.getMessage());
        failure.initCause(e);
        fail(context, failure);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        fail(context, new ConnectException("interrupted"));
      }
    }

    private static void fail(Map<String, Object> context, IOException failure) {
      ((Promise<?>) context.get(CONNECTION_PROMISE_CONTEXT_KEY)).failed(failure);
    }
  }

  private static Pin pin(Map<String, Object> context) {
    Destination server = (Destination) context.get(Destination.CONTEXT_KEY);
    return (Pin) server.getOrigin().getTag();
  }

  /** Makes the TLS engine for the pin of the server that is being connected to. */
  private static final class PinnedTls extends SslContextFactory.Client
      implements SslClientConnectionFactory.SslEngineFactory {
    PinnedTls() {
      // Never used, and if it were, no certificate would have this hash.
      setSslContext(Tls.clientContext(""));
      setEndpointIdentificationAlgorithm(null);
    }

    @Override
    public SSLEngine newSslEngine(String host, int port, Map<String, Object> context) {
      SSLEngine engine = pin(context).context.createSSLEngine(host, port);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setProtocols(Tls.PROTOCOLS);
      parameters.setCipherSuites(Tls.CIPHERS);
      parameters.setServerNames(List.<SNIServerName>of());
      engine.setSSLParameters(parameters);
      return engine;
    }
  }
}
