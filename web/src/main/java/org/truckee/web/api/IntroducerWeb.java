package org.truckee.web.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.truckee.http.Exchange;
import org.truckee.http.HttpLimits;
import org.truckee.http.HttpServer;
import org.truckee.http.HttpThreads;
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
   * @param staticFiles what is shown below {@code /static}; need not be there
   * @param door where to listen
   * @throws IOException if the address cannot be listened on
   */
  public static IntroducerWeb start(
      IntroducerStatus status, Path staticFiles, WebDoor door, ProcessMemory memory)
      throws IOException {
    HttpThreads threads = new HttpThreads("web");
    IntroducerPage page = new IntroducerPage(status, Clock.systemUTC());
    StaticFiles files = new StaticFiles(Optional.of(staticFiles), Instant.now());
    SiteGuard guard = new SiteGuard(door.host());
    try {
      return new IntroducerWeb(
          threads,
          door.openFor(
                  HttpServer.builder(threads, exchange -> answer(exchange, guard, page, files))
                      .limits(HttpLimits.forPeople(REQUESTS))
                      .memory(memory.doorConnections()))
              .start());
    } catch (IOException | RuntimeException e) {
      threads.close();
      throw e;
    }
  }

  private static void answer(
      Exchange exchange, SiteGuard guard, IntroducerPage page, StaticFiles files)
      throws IOException, InterruptedException {
    SafeHeaders.set(exchange);
    WebRequest request;
    try {
      request = new WebRequest(exchange, RequestMemory.ofSmall());
    } catch (WebException e) {
      throw new RefusedException(e.status(), e.getMessage());
    }
    try {
      guard.check(request);
      answer(request, page, files);
    } catch (WebException e) {
      ErrorResponses.send(request, e);
    }
  }

  private static void answer(WebRequest request, IntroducerPage page, StaticFiles files)
      throws IOException, WebException, InterruptedException {
    UrlPath path = request.path();
    if (path.first().isEmpty()) {
      page.answer(request, request.arguments().text("t").orElse("html"));
    } else if (!StaticFiles.has(path)) {
      throw WebException.page(404, "No Such Resource", "There is nothing at this path.");
    } else if (request.method().equals("GET") || request.isHead()) {
      new SendStatic().perform(files.at(path), request);
    } else {
      throw WebException.method(request.method(), "GET, HEAD");
    }
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
