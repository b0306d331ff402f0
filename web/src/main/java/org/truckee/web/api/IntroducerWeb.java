package org.truckee.web.api;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.truckee.http.Exchange;
import org.truckee.http.HttpLimits;
import org.truckee.http.HttpServer;
import org.truckee.http.HttpThreads;
import org.truckee.http.QueryString;
import org.truckee.http.RefusedException;
import org.truckee.memory.ProcessMemory;

/** The web server of an introducer: one page, and the same as JSON ({@code spec/07 §7}). */
public final class IntroducerWeb implements AutoCloseable {
  private static final int REQUESTS = 32;

  private final HttpThreads threads;
  private final HttpServer server;

  private IntroducerWeb(HttpThreads threads, HttpServer server) {
    this.threads = threads;
    this.server = server;
  }

  /**
   * Starts the server.
   *
   * @param port the port to listen on, 0 for any
   * @throws IOException if the address cannot be listened on
   */
  public static IntroducerWeb start(
      IntroducerStatus status, String host, int port, ProcessMemory memory) throws IOException {
    HttpThreads threads = new HttpThreads("web");
    IntroducerPage page = new IntroducerPage(status);
    SiteGuard guard = new SiteGuard(host);
    try {
      return new IntroducerWeb(
          threads,
          HttpServer.builder(threads, exchange -> answer(exchange, guard, page))
              .limits(HttpLimits.forPeople(REQUESTS))
              .memory(memory.doorConnections())
              .listen(host, port)
              .start());
    } catch (IOException | RuntimeException e) {
      threads.close();
      throw e;
    }
  }

  private static void answer(Exchange exchange, SiteGuard guard, IntroducerPage page)
      throws IOException, InterruptedException {
    exchange.setHeader("X-Frame-Options", "DENY");
    exchange.setHeader("Referrer-Policy", "no-referrer");
    exchange.setHeader("Server", "Truckee");
    try {
      WebRequest request = new WebRequest(exchange);
      guard.check(request);
      answer(request, exchange, page);
    } catch (WebException e) {
      throw new RefusedException(e.status(), e.getMessage());
    }
  }

  private static void answer(WebRequest request, Exchange exchange, IntroducerPage page)
      throws IOException, InterruptedException, RefusedException {
    if (!List.of("GET", "HEAD").contains(request.method())) {
      throw new RefusedException(405, "Only GET and HEAD are answered here");
    }
    switch (exchange.rawPath()) {
      case "/" -> page.answer(request, wanted(exchange));
      case "/truckee.css" -> new SendStyleSheet().perform(Kind.Site.HERE, request);
      default -> throw new RefusedException(404, "There is nothing here but the page /");
    }
  }

  private static String wanted(Exchange exchange) {
    String query = exchange.rawQuery();
    return QueryString.parse(query == null ? "" : query).stream()
        .filter(argument -> argument.name().equals("t"))
        .map(argument -> argument.text().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("html");
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
