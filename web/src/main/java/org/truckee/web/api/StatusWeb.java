package org.truckee.web.api;

import java.io.IOException;
import org.truckee.http.Exchange;
import org.truckee.http.HttpLimits;
import org.truckee.http.HttpServer;
import org.truckee.http.HttpThreads;
import org.truckee.http.RefusedException;
import org.truckee.memory.ProcessMemory;

/**
 * A web server that tells how a node is and does nothing else: the page of its storage server and
 * its metrics, for nodes without a web API. Nothing of the grid is needed for it.
 */
public final class StatusWeb implements AutoCloseable {
  private static final int REQUESTS = 8;

  private final HttpThreads threads;
  private final HttpServer server;

  private StatusWeb(HttpThreads threads, HttpServer server) {
    this.threads = threads;
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param status what it tells
   * @param host the address to listen on
   * @param port the port to listen on, 0 for any
   * @throws IOException if the address cannot be listened on
   */
  public static StatusWeb start(NodeStatus status, String host, int port, ProcessMemory memory)
      throws IOException {
    HttpThreads threads = new HttpThreads("status");
    RouteTable table = routes(status);
    SiteGuard guard = new SiteGuard(host);
    try {
      return new StatusWeb(
          threads,
          HttpServer.builder(threads, exchange -> answer(exchange, guard, table))
              .limits(HttpLimits.forPeople(REQUESTS))
              .memory(memory.doorConnections())
              .listen(host, port)
              .start());
    } catch (IOException | RuntimeException e) {
      threads.close();
      throw e;
    }
  }

  private static RouteTable routes(NodeStatus status) {
    StoragePage storage = new StoragePage(status, status::storage);
    return new RouteTable(
        RouteTable.row(Kind.STORAGE, "GET", "", storage::page),
        RouteTable.row(Kind.STORAGE, "GET", "json", storage::json),
        RouteTable.row(Kind.STORAGE, "HEAD", "", storage::page),
        RouteTable.row(Kind.METRICS, "GET", RouteTable.ANY, new MetricsText(status::metrics)::send),
        RouteTable.row(Kind.STYLE_SHEET, "GET", RouteTable.ANY, new SendStyleSheet()));
  }

  private static void answer(Exchange exchange, SiteGuard guard, RouteTable table)
      throws IOException, InterruptedException {
    exchange.setHeader("X-Frame-Options", "DENY");
    exchange.setHeader("Referrer-Policy", "no-referrer");
    exchange.setHeader("Server", "Truckee");
    try {
      WebRequest request = new WebRequest(exchange);
      guard.check(request);
      table.answer(new RouteTable.Place<>(kind(exchange.rawPath()), Kind.Site.HERE), request);
    } catch (WebException e) {
      throw new RefusedException(e.status(), e.getMessage());
    }
  }

  private static Kind<Kind.Site> kind(String path) throws WebException {
    return switch (path) {
      case "/", "/storage" -> Kind.STORAGE;
      case "/metrics" -> Kind.METRICS;
      case "/truckee.css" -> Kind.STYLE_SHEET;
      default -> throw WebException.text(404, "There is nothing here but /storage and /metrics");
    };
  }

  /** The port that is listened on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    threads.close();
  }
}
