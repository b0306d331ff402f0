package org.truckee.wormhole;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * A connection to a mailbox server: JSON objects go out, JSON objects come in, one at a time
 * ({@code spec/09 §12.2}). By the WebSocket client of the JDK, which needs nothing more; its
 * futures end here.
 */
final class MailboxConnection implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TO_CONNECT = Duration.ofSeconds(30);
  private static final Duration TO_SEND = Duration.ofSeconds(30);
  private static final Duration TO_CLOSE = Duration.ofSeconds(5);

  /** Characters in a message; invitations have hundreds. */
  private static final int MAX_MESSAGE = 1 << 18;

  private static final int MAX_WAITING = 1000;
  private static final int NUMBERS = 1 << 16;

  private final HttpClient client;
  private final WebSocket socket;
  private final BlockingQueue<Heard> heard;
  private final RandomGenerator random;

  /** What comes from the server. */
  private sealed interface Heard {
    /** A message. */
    record Text(String text) implements Heard {}

    /** Nothing more will come. */
    record End(String reason) implements Heard {}
  }

  private MailboxConnection(
      HttpClient client, WebSocket socket, BlockingQueue<Heard> heard, RandomGenerator random) {
    this.client = client;
    this.socket = socket;
    this.heard = heard;
    this.random = random;
  }

  /**
   * Connects.
   *
   * @param server {@code ws://} or {@code wss://}
   * @throws WormholeException if no such server answers
   */
  static MailboxConnection to(URI server, RandomGenerator random)
      throws WormholeException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(TO_CONNECT).build();
    BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(MAX_WAITING);
    try {
      WebSocket socket =
          await(
              client
                  .newWebSocketBuilder()
                  .connectTimeout(TO_CONNECT)
                  .buildAsync(server, new Listener(heard)),
              TO_CONNECT);
      return new MailboxConnection(client, socket, heard, random);
    } catch (WormholeException | IllegalArgumentException e) {
      client.shutdownNow();
      throw new WormholeException(
          "the wormhole server %s cannot be reached: %s".formatted(server, e.getMessage()), e);
    }
  }

  private static <T> T await(CompletableFuture<T> future, Duration limit)
      throws WormholeException, InterruptedException {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      String reason = e.getCause().getMessage();
      String text = reason == null ? e.getCause().getClass().getSimpleName() : reason;
      throw new WormholeException(text, e.getCause());
    } catch (TimeoutException e) {
      throw new WormholeException("nothing within %d s".formatted(limit.toSeconds()), e);
    }
  }

  /** Sends a message, to which its number is added. */
  void send(ObjectNode message) throws WormholeException, InterruptedException {
    message.put("id", "%04x".formatted(random.nextInt(NUMBERS)));
    await(socket.sendText(message.toString(), true), TO_SEND);
  }

  /**
   * The next message, whatever it is.
   *
   * @throws WormholeException if the connection has ended, or what comes is no message
   */
  JsonNode next(Duration limit) throws WormholeException, InterruptedException {
    Heard next = heard.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    return switch (next) {
      case null ->
          throw new WormholeException(
              "the wormhole server said nothing for %d s".formatted(limit.toSeconds()));
      case Heard.End end -> {
        heard.add(end);
        throw new WormholeException("the wormhole server has ended the connection: " + end.reason);
      }
      case Heard.Text text -> parsed(text.text());
    };
  }

  private static JsonNode parsed(String text) throws WormholeException {
    try {
      JsonNode message = JSON.readTree(text);
      if (message.path("type").isTextual()) {
        return message;
      }
    } catch (JsonProcessingException e) {
      throw new WormholeException("the wormhole server sends what is no JSON", e);
    }
    throw new WormholeException("the wormhole server sends a message without a type");
  }

  @Override
  public void close() {
    try {
      await(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""), TO_CLOSE);
    } catch (WormholeException e) {
      socket.abort();
    } catch (InterruptedException e) {
      socket.abort();
      Thread.currentThread().interrupt();
    }
    client.shutdownNow();
  }

  /** Puts together what comes, and hands it on. */
  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<Heard> heard;
    private final StringBuilder text = new StringBuilder();

    Listener(BlockingQueue<Heard> heard) {
      this.heard = heard;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (text.length() > MAX_MESSAGE) {
        end("it sends a message of more than %d characters".formatted(MAX_MESSAGE));
        socket.abort();
        return null;
      }
      if (last) {
        boolean room = heard.remainingCapacity() > 1;
        if (room) {
          heard.add(new Heard.Text(text.toString()));
        } else {
          end("it sends more than anybody asked for");
          socket.abort();
        }
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      end("it closed it" + (reason.isEmpty() ? "" : ": " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      end(String.valueOf(failure.getMessage()));
    }

    private void end(String reason) {
      heard.offer(new Heard.End(reason));
    }
  }
}
