package org.truckee.web.api;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.GridException;

/**
 * The web server of a client node ({@code spec/08}). Every request is answered on a virtual thread
 * of its own.
 */
public final class WebGateway implements AutoCloseable {
  private static final int MAX_HEADER_BYTES = 16384;
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(60);

  private final Server server;
  private final ServerConnector connector;

  private WebGateway(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * What a gateway needs.
   *
   * @param grid the grid behind it
   * @param status what the welcome page tells
   * @param encoding the parameters of new files, for the welcome page
   * @param host the address to listen on
   * @param port the port to listen on, 0 for any
   * @param clock tells the time
   */
  public record Settings(
      Grid grid,
      NodeStatus status,
      EncodingParameters encoding,
      String host,
      int port,
      Clock clock) {}

  /**
   * Starts a gateway.
   *
   * @throws IOException if the address cannot be listened on
   */
  public static WebGateway start(Settings settings) throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(8, 3);
    threads.setName("web");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("web-", 0).factory()));
    Server server = new Server(threads);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_LIMIT.toMillis());
    server.addConnector(connector);
    server.setHandler(new Door(routes(settings)));
    WebGateway gateway = new WebGateway(server, connector);
    try {
      server.start();
    } catch (Exception e) {
      gateway.close();
      throw e instanceof IOException io ? io : new IOException("the web server cannot start", e);
    }
    return gateway;
  }

  /** The port that is listened on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Stops listening and ends what is going on. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the web server does not stop", e);
    }
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    // Names in a path mean nothing to us, so no form of escaping is dangerous.
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setHttpCompliance(HttpCompliance.RFC7230);
    http.setOutputBufferSize(1 << 16);
    return http;
  }

  private static Routes routes(Settings settings) {
    return new Routes(
        settings.grid(),
        new WelcomePage(settings.status(), settings.encoding(), settings.clock()),
        new UploadResource(settings.grid()));
  }

  /** Where requests come in. */
  private static final class Door extends Handler.Abstract {
    private final Routes routes;

    Door(Routes routes) {
      super(InvocationType.BLOCKING);
      this.routes = routes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      response.getHeaders().put("X-Frame-Options", "DENY");
      response.getHeaders().put("Referrer-Policy", "no-referrer");
      response.getHeaders().put(HttpHeader.SERVER, "Truckee");
      try {
        Exchange exchange = new Exchange(request, response);
        answer(exchange);
        callback.succeeded();
      } catch (WebException e) {
        // The path itself is not understood.
        Response.writeError(request, response, callback, e.status(), e.getMessage());
      } catch (IOException | RuntimeException e) {
        callback.failed(e);
      }
      return true;
    }

    private void answer(Exchange exchange) throws IOException {
      try {
        routes.find(exchange).answer(exchange);
      } catch (WebException e) {
        ErrorResponses.send(exchange, e);
      } catch (GridException e) {
        if (exchange.isCommitted()) {
          throw e;
        }
        ErrorResponses.send(exchange, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the node is stopping", e);
      } catch (IOException | RuntimeException e) {
        if (exchange.isCommitted()) {
          throw e;
        }
        ErrorResponses.sendUnexpected(exchange, e);
      }
    }
  }
}
