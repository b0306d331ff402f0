package org.truckee.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns connections into WebSockets. Who sends us more than a little is cut off. */
final class WebSockets {
  private static final Logger LOG = LoggerFactory.getLogger(WebSockets.class);
  private static final Duration TO_TAKE = Duration.ofSeconds(30);
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final int LONGEST_FRAME = 1 << 12;

  private final ServerWebSocketContainer container;

  WebSockets(Server server) {
    container = ServerWebSocketContainer.ensure(server);
    container.setIdleTimeout(SILENCE);
    container.setMaxTextMessageSize(LONGEST_FRAME);
    container.setMaxBinaryMessageSize(LONGEST_FRAME);
    container.setMaxFrameSize(LONGEST_FRAME);
    container.setAutoFragment(false);
  }

  /** Whether a request asks for one. */
  static boolean isAskedFor(Request request) {
    return request.getMethod().equals("GET")
        && request.getHeaders().contains("Upgrade", "websocket");
  }

  /**
   * Answers 101, or with an error if the request is no right one.
   *
   * @param use runs when the socket is open
   * @param never runs if the client is gone before that
   */
  boolean upgrade(
      TextSocket.Use use,
      Runnable never,
      Request request,
      Response response,
      org.eclipse.jetty.util.Callback end)
      throws IOException {
    if (!container.upgrade(
        (asked, answer, callback) -> new Endpoint(use),
        request,
        response,
        org.eclipse.jetty.util.Callback.from(
            end::succeeded,
            failure -> {
              never.run();
              end.failed(failure);
            }))) {
      throw new RefusedException(400, "this is no WebSocket of version 13");
    }
    return true;
  }

  /** Our end of one. Public, as the library demands. */
  public static final class Endpoint extends Session.Listener.AbstractAutoDemanding {
    private final TextSocket.Use use;

    /** Who uses it, once it is open; has to know when the other side is gone. */
    private volatile Optional<Thread> user = Optional.empty();

    Endpoint(TextSocket.Use use) {
      this.use = use;
    }

    @Override
    public void onWebSocketOpen(Session session) {
      super.onWebSocketOpen(session);
      user = Optional.of(Thread.ofVirtual().name("websocket").start(() -> run(session)));
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
      user.ifPresent(Thread::interrupt);
      callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
      LOG.debug("a WebSocket broke: {}", cause.toString());
      user.ifPresent(Thread::interrupt);
    }

    private void run(Session session) {
      try {
        use.with(new OpenSocket(session));
      } catch (IOException e) {
        LOG.debug("a WebSocket ended: {}", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        session.close();
      }
    }
  }

  private record OpenSocket(Session session) implements TextSocket {
    @Override
    public void send(String text) throws IOException, InterruptedException {
      await(taken -> session.sendText(text, taken));
    }

    @Override
    public void ping() throws IOException, InterruptedException {
      await(taken -> session.sendPing(ByteBuffer.allocate(0), taken));
    }

    @Override
    public boolean isOpen() {
      return session.isOpen();
    }

    private static void await(Consumer<Callback> sending) throws IOException, InterruptedException {
      Callback.Completable taken = new Callback.Completable();
      sending.accept(taken);
      try {
        taken.get(TO_TAKE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw new ClientGoneException("the frame could not be sent", e.getCause());
      } catch (TimeoutException e) {
        throw new ClientGoneException("the frame was not taken in time", e);
      }
    }
  }
}
