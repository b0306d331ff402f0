package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only those may see who can read the node's folder, and what is written into it. */
@Timeout(60)
class PrivateTest {
  private static final String CAP = "URI:LIT:nruxi";

  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aListenerHearsOfRequestsButLearnsNoCapability() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      WebSocket socket = connect(client, TestNode.TOKEN, heard);
      node.http().send("GET", "/uri/" + CAP + "?t=json&filename=secret", Map.of(), new byte[0]);
      JsonNode begun = about("/uri/[CENSORED]", heard);
      assertThat(begun.get("action_type").asText()).isEqualTo("allmydata:web:common-render");
      assertThat(begun.get("action_status").asText()).isEqualTo("started");
      assertThat(begun.get("method").asText()).isEqualTo("GET");
      assertThat(begun.get("uri").asText()).isEqualTo("/uri/[CENSORED]?t=json&filename=[CENSORED]");
      JsonNode ended = about("/uri/[CENSORED]", heard);
      assertThat(ended.get("action_status").asText()).isEqualTo("succeeded");
      assertThat(ended.get("task_uuid")).isEqualTo(begun.get("task_uuid"));
      assertThat(ended.get("code").asInt()).isEqualTo(200);
      node.messages().line(Instant.now(), "WARN", "x", "something");
      assertThat(line(heard).get("message").asText()).isEqualTo("something");
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
  }

  @Test
  void aListenerHearsAllThatHappensFromItsOwnRequestOn() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      WebSocket socket = connect(client, TestNode.TOKEN, heard);
      JsonNode ended = about("/private/logs/v1", heard);
      assertThat(ended.get("action_status").asText()).isEqualTo("succeeded");
      assertThat(ended.get("code").asInt()).isEqualTo(101);
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
  }

  @Test
  void withoutTheTokenNobodyListens() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThatThrownBy(() -> connect(client, "wrong", new LinkedBlockingQueue<>()))
          .isInstanceOf(CompletionException.class);
    }
  }

  @Test
  void listenersAreFew() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 16; i++) {
        connect(client, TestNode.TOKEN, new LinkedBlockingQueue<>());
      }
      assertThatThrownBy(() -> connect(client, TestNode.TOKEN, new LinkedBlockingQueue<>()))
          .isInstanceOf(CompletionException.class);
      client.shutdownNow();
    }
  }

  @Test
  void withoutATokenThereIsNoWayIn() throws IOException {
    Files.writeString(node.folder().resolve("private/api_auth_token"), "\n");
    assertThat(status("tahoe-lafs ")).isEqualTo(401);
    Files.delete(node.folder().resolve("private/api_auth_token"));
    assertThat(status("tahoe-lafs ")).isEqualTo(401);
    assertThat(status("tahoe-lafs " + TestNode.TOKEN)).isEqualTo(401);
  }

  private int status(String authorization) throws IOException {
    return node.http()
        .send("GET", "/private/logs/v1", Map.of("Authorization", authorization), new byte[0])
        .status();
  }

  @Test
  void aReportedIncidentIsKeptWithWhatWentBeforeForTheOwnerOnly() throws IOException {
    node.http().send("GET", "/uri/" + CAP, Map.of(), new byte[0]);
    RawHttp.Answer answer = report("details=it+smells+of+smoke");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("logs/incidents/");
    Path folder = node.folder().resolve("logs/incidents");
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    assertThat(files).hasSize(1);
    List<String> lines = Files.readAllLines(files.getFirst());
    assertThat(new ObjectMapper().readTree(lines.getFirst()).get("details").asText())
        .isEqualTo("it smells of smoke");
    assertThat(lines).anyMatch(line -> line.contains("/uri/[CENSORED]"));
    assertThat(lines).noneMatch(line -> line.contains(CAP));
    assertThat(Files.getPosixFilePermissions(files.getFirst())).hasSize(2);
  }

  @Test
  void reportsDoNotFillTheDisk() throws IOException {
    Path folder = Files.createDirectories(node.folder().resolve("logs/incidents"));
    for (int i = 0; i < 100; i++) {
      Files.createFile(folder.resolve("incident-" + i));
    }
    assertThat(report("details=again").status()).isEqualTo(507);
  }

  private RawHttp.Answer report(String form) throws IOException {
    return node.http()
        .send(
            "POST",
            "/report_incident",
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            form.getBytes(StandardCharsets.UTF_8));
  }

  private WebSocket connect(HttpClient client, String token, BlockingQueue<String> heard) {
    URI address = URI.create("ws://127.0.0.1:%d/private/logs/v1".formatted(node.http().port()));
    return client
        .newWebSocketBuilder()
        .header("Authorization", "tahoe-lafs " + token)
        .buildAsync(address, new Ears(heard))
        .join();
  }

  private static JsonNode about(String address, BlockingQueue<String> heard) throws Exception {
    while (true) {
      JsonNode message = message(heard);
      if (message.path("uri").asText().startsWith(address)) {
        return message;
      }
    }
  }

  /**
   * The next line of the log; what is said of requests, such as the end of our own, may precede.
   */
  private static JsonNode line(BlockingQueue<String> heard) throws Exception {
    while (true) {
      JsonNode message = message(heard);
      if (message.has("message")) {
        return message;
      }
    }
  }

  private static JsonNode message(BlockingQueue<String> heard) throws Exception {
    String text = heard.poll(30, TimeUnit.SECONDS);
    assertThat(text).isNotNull();
    return new ObjectMapper().readTree(text);
  }

  private static final class Ears implements WebSocket.Listener {
    private final BlockingQueue<String> heard;
    private final StringBuilder part = new StringBuilder();

    Ears(BlockingQueue<String> heard) {
      this.heard = heard;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        heard.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
