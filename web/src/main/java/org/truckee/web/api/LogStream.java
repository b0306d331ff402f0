package org.truckee.web.api;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.truckee.http.TextSocket;
import org.truckee.web.pages.MessageView;
import org.truckee.web.pages.Pages;

/**
 * {@code /private/logs/v1}: a WebSocket on which the node says what it does, one message a frame
 * ({@code spec/08 §18.8}). A program that only gets the address is told what is there.
 */
final class LogStream implements Operation<Kind.Site> {
  private static final int MOST_LISTENERS = 16;

  /** So often something is sent, so that a client that is gone is noticed. */
  private static final Duration PULSE = Duration.ofSeconds(30);

  private final LogMessages messages;
  private final Semaphore places = new Semaphore(MOST_LISTENERS);

  LogStream(LogMessages messages) {
    this.messages = messages;
  }

  @Override
  public void perform(Kind.Site here, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (!request.http().asksForWebSocket()) {
      request.respond(
          200,
          Html.PAGE_TYPE,
          Pages.message(
              Frames.of("Log", request),
              new MessageView(
                  "Log",
                  List.of(
                      "This is a WebSocket: what the node does is told to whoever connects with"
                          + " one, a message a frame."))));
      return;
    }
    if (!places.tryAcquire()) {
      throw WebException.text(
          503, "%d programs listen to the log already: end one".formatted(MOST_LISTENERS));
    }
    // Before the client hears that it is connected: it may count on all that happens from then on.
    LogMessages.Listener listener = messages.listen();
    AtomicBoolean held = new AtomicBoolean(true);
    Runnable free =
        () -> {
          if (held.compareAndSet(true, false)) {
            listener.close();
            places.release();
          }
        };
    boolean taken = false;
    try {
      taken = request.http().upgradeToWebSocket(socket -> tell(socket, listener, free), free);
    } finally {
      if (!taken) {
        free.run();
      }
    }
  }

  private static void tell(TextSocket socket, LogMessages.Listener listener, Runnable free)
      throws IOException, InterruptedException {
    try {
      while (socket.isOpen()) {
        Optional<String> message = listener.next(PULSE);
        if (message.isPresent()) {
          socket.send(message.get());
        } else {
          socket.ping();
        }
      }
    } finally {
      free.run();
    }
  }
}
