package org.truckee.web.api;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
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
    StaticFiles files = new StaticFiles(Optional.empty(), Instant.now());
    try {
      return new StatusWeb(
          threads,
          HttpServer.builder(threads, exchange -> answer(exchange, guard, files, table))
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
    StoragePage storage = new StoragePage(status, status::storage, true);
    return new RouteTable(
        RouteTable.row(Kind.STORAGE, "GET", "html", storage::page),
        RouteTable.row(Kind.STORAGE, "GET", "json", storage::json),
        RouteTable.row(Kind.STORAGE, "HEAD", "html", storage::page),
        RouteTable.row(Kind.METRICS, "GET", RouteTable.ANY, new MetricsText(status::metrics)::send),
        RouteTable.row(Kind.STATIC, "GET", RouteTable.ANY, new SendStatic()));
  }

  private static void answer(
      Exchange exchange, SiteGuard guard, StaticFiles files, RouteTable table)
      throws IOException, InterruptedException {
    SafeHeaders.set(exchange);
    try {
      WebRequest request = new WebRequest(exchange, RequestMemory.ofSmall());
      guard.check(request);
      table.answer(place(request.path(), files), request);
    } catch (WebException e) {
      throw new RefusedException(e.status(), e.getMessage());
    }
  }

  private static RouteTable.Place<?> place(UrlPath path, StaticFiles files) throws WebException {
    if (path.size() <= 1) {
      switch (path.first()) {
        case "", "storage" -> {
          return new RouteTable.Place<>(Kind.STORAGE, Kind.Site.HERE);
        }
        case "metrics" -> {
          return new RouteTable.Place<>(Kind.METRICS, Kind.Site.HERE);
        }
        case "truckee.css", "truckee.js", "icon.png" -> {
          return new RouteTable.Place<>(Kind.STATIC, files.at(path));
        }
        default -> {
          // Nothing that this site has.
        }
      }
    }
    throw WebException.text(404, "There is nothing here but /storage and /metrics");
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
