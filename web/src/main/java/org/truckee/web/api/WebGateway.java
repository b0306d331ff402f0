package org.truckee.web.api;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.GridException;
import org.truckee.grid.history.History;
import org.truckee.http.ClientGoneException;
import org.truckee.http.Exchange;
import org.truckee.http.HttpLimits;
import org.truckee.http.HttpServer;
import org.truckee.http.HttpThreads;
import org.truckee.http.RefusedException;
import org.truckee.memory.MemoryBudget;
import org.truckee.memory.ProcessMemory;

/**
 * The web server of a client node ({@code spec/08}). Every request is answered on a virtual thread
 * of its own.
 */
public final class WebGateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebGateway.class);

  /** How much of a body that is not wanted is read, so that a browser can keep its connection. */
  private static final long MAXIMUM_DISCARD = 1 << 20;

  /** A request takes some hundred kilobytes of buffers, threads and small things. */
  private static final long BYTES_OF_REQUEST = 1 << 20;

  private static final int LEAST_REQUESTS = 32;
  private static final int MOST_REQUESTS = 1024;

  private final HttpThreads threads;
  private final HttpServer server;
  private final BackgroundOperations operations;
  private final LastHour lastHour;

  private WebGateway(
      HttpThreads threads, HttpServer server, BackgroundOperations operations, LastHour lastHour) {
    this.threads = threads;
    this.server = server;
    this.operations = operations;
    this.lastHour = lastHour;
    lastHour.start();
  }

  /**
   * What a gateway needs.
   *
   * @param grid the grid behind it
   * @param status what the welcome page tells
   * @param encoding the parameters of new files, for the welcome page
   * @param door where to listen
   * @param clock tells the time
   * @param memory the memory of the process
   * @param history what the grid does and has done
   * @param folder of the node
   * @param messages what the node says of itself
   * @param plugins what storage plugins show, by their names
   */
  public record Settings(
      Grid grid,
      NodeStatus status,
      EncodingParameters encoding,
      WebDoor door,
      Clock clock,
      ProcessMemory memory,
      History history,
      NodeFolder folder,
      LogMessages messages,
      Map<String, HttpServer.Handlers> plugins) {}

  /**
   * Starts a gateway.
   *
   * @throws IOException if the address cannot be listened on
   */
  public static WebGateway start(Settings settings) throws IOException {
    HttpThreads threads = new HttpThreads("web");
    long affordable = settings.memory().heap() / BYTES_OF_REQUEST;
    int atOnce = Math.clamp(affordable, LEAST_REQUESTS, MOST_REQUESTS);
    BackgroundOperations operations = new BackgroundOperations(System::nanoTime);
    LastHour lastHour = new LastHour(settings.status(), System::nanoTime);
    Routes routes =
        new Routes(
            settings.grid(), paths(settings), site(settings, operations, lastHour), operations);
    RequestLog log = new RequestLog(settings.messages());
    SiteGuard guard = new SiteGuard(settings.door().host());
    PluginResources plugins = new PluginResources(settings.plugins());
    MemoryBudget requests = settings.memory().transfers();
    try {
      return new WebGateway(
          threads,
          settings
              .door()
              .openFor(
                  HttpServer.builder(
                          threads,
                          exchange ->
                              log.note(
                                  exchange,
                                  () -> answer(exchange, requests, guard, plugins, routes)))
                      .webSockets()
                      .cancelling()
                      .limits(HttpLimits.forPeople(atOnce))
                      .memory(settings.memory().doorConnections())
                      .starving(settings.memory().transfers()::starving))
              .start(),
          operations,
          lastHour);
    } catch (IOException | RuntimeException e) {
      threads.close();
      throw e;
    }
  }

  private static PathRules paths(Settings settings) {
    NodeFolder folder = settings.folder();
    return new PathRules(
        settings.grid(),
        new StatusPlaces(settings.history()),
        new StaticFiles(Optional.of(folder.staticFiles()), settings.clock().instant()),
        new ApiToken(folder.apiToken()));
  }

  /** What this site has to show of itself. */
  static SiteOperations site(
      Settings settings, BackgroundOperations operations, LastHour lastHour) {
    NodeStatus status = settings.status();
    return new SiteOperations(
        new WelcomePage(
            settings.status(), settings.encoding(), settings.history(), settings.clock()),
        new StatusOverview(settings.history(), operations),
        new StatusPages(() -> new ServerNames(status.servers()), settings.clock()),
        new InfoPage(status),
        new StoragePage(settings.status(), settings.status()::storage, false),
        new MetricsText(settings.status()::metrics),
        new StatisticsPage(settings.status(), lastHour),
        new HelperPage(settings.status()),
        new ReportIncident(settings.folder().incidents(), settings.messages(), settings.clock()),
        new LogStream(settings.messages()),
        new RecoverySheets(settings.folder(), settings.status(), settings.clock()));
  }

  /** The port that is listened on. */
  public int port() {
    return server.port();
  }

  /** Stops listening, lets requests come to an end, and cuts off those that do not. */
  @Override
  public void close() {
    lastHour.close();
    operations.close();
    server.close();
    threads.close();
  }

  private static void answer(
      Exchange exchange,
      MemoryBudget requests,
      SiteGuard guard,
      PluginResources plugins,
      Routes routes)
      throws IOException, InterruptedException {
    SafeHeaders.set(exchange);
    exchange.discardUpTo(MAXIMUM_DISCARD);
    try (RequestMemory memory = new RequestMemory(requests)) {
      answer(request(exchange, memory), guard, plugins, routes);
    }
  }

  private static WebRequest request(Exchange exchange, RequestMemory memory)
      throws RefusedException {
    try {
      return new WebRequest(exchange, memory);
    } catch (WebException e) {
      throw new RefusedException(e.status(), e.getMessage());
    }
  }

  private static void answer(
      WebRequest request, SiteGuard guard, PluginResources plugins, Routes routes)
      throws IOException, InterruptedException {
    try {
      guard.check(request);
      if (!plugins.answer(request)) {
        routes.answer(request);
      }
    } catch (WebException e) {
      ErrorResponses.send(request, e);
    } catch (ClientGoneException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (request.http().committed()) {
        LOG.info("an answer broke off: {}", e.toString());
        throw e instanceof IOException io ? io : new IOException(e);
      }
      switch (e) {
        case RefusedException refusal -> ErrorResponses.send(request, refusal);
        case GridException failure -> ErrorResponses.send(request, failure);
        default -> ErrorResponses.sendUnexpected(request, e);
      }
    }
  }
}
