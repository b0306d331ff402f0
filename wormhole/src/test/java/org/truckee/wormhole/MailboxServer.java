package org.truckee.wormhole;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** A mailbox server on this machine, which can be told to misbehave. */
public final class MailboxServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final Map<String, List<ObjectNode>> messages = new HashMap<>();
  private final Map<String, List<Visitor>> readers = new HashMap<>();
  private final List<String> moods = new ArrayList<>();
  private final ObjectNode welcome = JSON.createObjectNode();
  private UnaryOperator<ObjectNode> tampering = UnaryOperator.identity();
  private int nameplates;

  private MailboxServer() {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServerWebSocketContainer container = ServerWebSocketContainer.ensure(server);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            return container.upgrade((_, _, _) -> new Visitor(), request, response, callback);
          }
        });
  }

  /** Starts one on any port. */
  public static MailboxServer start() throws Exception {
    MailboxServer mailboxes = new MailboxServer();
    mailboxes.server.start();
    return mailboxes;
  }

  /** Where it is. */
  public URI url() {
    return URI.create("ws://127.0.0.1:%d/v1".formatted(connector.getLocalPort()));
  }

  /** Has it refuse whoever comes. */
  synchronized void refuse(String reason) {
    welcome.put("error", reason);
  }

  /** Has it change what it hands on. */
  synchronized void tamper(UnaryOperator<ObjectNode> how) {
    tampering = how;
  }

  /** How the conversations ended, as those who left have said. */
  public synchronized List<String> moods() {
    return List.copyOf(moods);
  }

  /** All that it has seen, for who looks for what it must not see. */
  public synchronized String seen() {
    return messages.toString();
  }

  private synchronized void heed(Visitor visitor, JsonNode message) {
    visitor.send("ack", node -> node.set("id", message.path("id")));
    switch (message.path("type").asText()) {
      case "bind" -> visitor.side = message.path("side").asText();
      case "allocate" ->
          visitor.send("allocated", node -> node.put("nameplate", "" + ++nameplates));
      case "claim" -> {
        String mailbox = "mailbox-" + message.path("nameplate").asText();
        visitor.send("claimed", node -> node.put("mailbox", mailbox));
      }
      case "open" -> open(visitor, message.path("mailbox").asText());
      case "add" -> add(visitor, message);
      case "release" -> visitor.send("released", _ -> {});
      case "close" -> {
        moods.add(message.path("mood").asText());
        visitor.send("closed", _ -> {});
      }
      default -> visitor.send("error", node -> node.put("error", "unknown type"));
    }
  }

  private void open(Visitor visitor, String mailbox) {
    visitor.mailbox = mailbox;
    readers.computeIfAbsent(mailbox, _ -> new ArrayList<>()).add(visitor);
    messages.getOrDefault(mailbox, List.of()).forEach(visitor::send);
  }

  private void add(Visitor visitor, JsonNode message) {
    ObjectNode kept = JSON.createObjectNode().put("type", "message").put("side", visitor.side);
    kept.set("phase", message.path("phase"));
    kept.set("body", message.path("body"));
    ObjectNode handed = tampering.apply(kept);
    messages.computeIfAbsent(visitor.mailbox, _ -> new ArrayList<>()).add(handed);
    readers.get(visitor.mailbox).forEach(reader -> reader.send(handed));
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the mailbox server does not stop", e);
    }
  }

  /** One who has come. Public, as the library demands. */
  public final class Visitor extends Session.Listener.AbstractAutoDemanding {
    private String side = "";
    private String mailbox = "";

    private interface Filling {
      void fill(ObjectNode message);
    }

    @Override
    public void onWebSocketOpen(Session session) {
      super.onWebSocketOpen(session);
      synchronized (MailboxServer.this) {
        send("welcome", node -> node.set("welcome", welcome.deepCopy()));
      }
    }

    @Override
    public void onWebSocketText(String text) {
      try {
        heed(this, JSON.readTree(text));
      } catch (JsonProcessingException e) {
        send("error", node -> node.put("error", "no JSON"));
      }
    }

    private void send(String type, Filling filling) {
      ObjectNode message = JSON.createObjectNode().put("type", type);
      filling.fill(message);
      send(message);
    }

    private void send(ObjectNode message) {
      try {
        org.eclipse.jetty.websocket.api.Callback.Completable.with(
                sent -> getSession().sendText(message.toString(), sent))
            .get(10, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        // Who has gone hears nothing more.
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
