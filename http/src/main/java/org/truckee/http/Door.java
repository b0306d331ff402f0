package org.truckee.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where requests come in: so many at once as the limits say. When it is closed those that are there
 * come to an end, or are cut off.
 */
final class Door extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final RateLimitedLog CLIENTS = new RateLimitedLog(LOG);
  private static final Duration FOR_A_PLACE = Duration.ofSeconds(1);
  private static final Duration FOR_SLOW_CLIENTS = Duration.ofSeconds(1);
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);

  private final HttpServer.Handlers handlers;
  private final HttpLimits limits;
  private final ConnectionWatch watch;
  private final Optional<WebSockets> webSockets;
  private final Semaphore places;

  /** The exchanges that are being handled, and by whom. */
  private final Map<Exchange, Thread> running = new ConcurrentHashMap<>();

  private final AtomicBoolean closed = new AtomicBoolean();

  Door(
      HttpServer.Handlers handlers,
      HttpLimits limits,
      ConnectionWatch watch,
      Optional<WebSockets> webSockets) {
    super(InvocationType.BLOCKING);
    this.handlers = handlers;
    this.limits = limits;
    this.watch = watch;
    this.webSockets = webSockets;
    this.places = new Semaphore(limits.requestsAtOnce());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Connection connection = request.getConnectionMetaData().getConnection();
    watch.busy(connection);
    Request.addCompletionListener(request, failure -> watch.resting(connection));
    Exchange exchange = new Exchange(request, response, limits, watch, webSockets, callback);
    try {
      admit(exchange);
      if (exchange.upgraded()) {
        LOG.debug("a connection has become a WebSocket");
      } else if (exchange.complete()) {
        exchange.linger();
        callback.succeeded();
      } else {
        giveUp(callback, connection, "the answer is not complete");
      }
    } catch (IOException e) {
      CLIENTS.tell("a client went away: " + e.getMessage());
      giveUp(callback, connection, "the connection is of no use");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp(callback, connection, "the server is stopping, or the client is gone");
    }
    return true;
  }

  /** Ends a connection in mid-answer, so that the client sees at once that the rest is missing. */
  private static void giveUp(Callback callback, Connection connection, String reason) {
    callback.failed(new EofException(reason));
    connection.getEndPoint().close();
  }

  private void admit(Exchange exchange) throws IOException, InterruptedException {
    if (closed.get()) {
      refuse(exchange, new RefusedException(503, "The node is stopping"));
      return;
    }
    if (!places.tryAcquire() && !placeOfAnother()) {
      refuse(exchange, new RefusedException(503, "Too many requests at once; try again later"));
      return;
    }
    running.put(exchange, Thread.currentThread());
    try {
      answer(exchange);
    } finally {
      running.remove(exchange);
      exchange.presence().stopLooking();
      places.release();
    }
  }

  /** Closes a connection that has been slow for long, to make room for a new one. */
  private boolean placeOfAnother() throws InterruptedException {
    return watch.evictForRequest() && acquire(1, FOR_A_PLACE);
  }

  private void answer(Exchange exchange) throws IOException, InterruptedException {
    try {
      exchange.body().begin();
      handlers.handle(exchange);
    } catch (RefusedException e) {
      refuse(exchange, e);
    } catch (RuntimeException e) {
      LOG.error("{} could not be answered", exchange.method(), e);
      refuse(exchange, new RefusedException(500, "Processing failed"));
    }
  }

  private void refuse(Exchange exchange, RefusedException refusal)
      throws IOException, InterruptedException {
    if (exchange.committed()) {
      throw new IOException("the answer broke off with status " + refusal.status());
    }
    exchange.setContentType("text/plain;charset=utf-8");
    String text = Objects.requireNonNullElse(refusal.getMessage(), "");
    exchange.respond(refusal.status(), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Lets nothing in any more; tells whether that is new. */
  boolean close() {
    return closed.compareAndSet(false, true);
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Returns when no request is there any more, or none that can be interrupted. */
  void drain() throws InterruptedException {
    int all = limits.requestsAtOnce();
    Duration atFirst =
        limits.drain().compareTo(FOR_SLOW_CLIENTS) < 0 ? limits.drain() : FOR_SLOW_CLIENTS;
    boolean idle = acquire(all, atFirst);
    if (!idle) {
      watch.closeWaiting();
      idle = acquire(all, limits.drain().minus(atFirst));
    }
    if (!idle) {
      LOG.info("{} requests did not end in time and are cut off", running.size());
      watch.closeAll();
      running.values().forEach(Thread::interrupt);
      idle = acquire(all, AFTER_INTERRUPT);
    }
    if (!idle) {
      LOG.warn("{} requests cannot be interrupted", running.size());
    }
  }

  private boolean acquire(int all, Duration limit) throws InterruptedException {
    return places.tryAcquire(all, limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Interrupts the handlers whose clients are gone. */
  void lookForClients() {
    running.keySet().forEach(exchange -> exchange.presence().look());
  }
}
