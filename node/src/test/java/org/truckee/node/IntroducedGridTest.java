package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.node.directory.NodeDirectory;

/** Nodes that find one another through an introducer. */
@Timeout(180)
class IntroducedGridTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final NodeResources resources = NodeResources.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  @TempDir Path temp;

  @AfterEach
  void stop() throws Exception {
    while (!running.isEmpty()) {
      running.pop().close();
    }
    http.close();
    resources.close();
  }

  private Path directory(String name, String mark, String configuration) throws Exception {
    Path directory = Files.createDirectories(temp.resolve(name).resolve("private")).getParent();
    Files.writeString(directory.resolve(mark), "");
    Files.writeString(directory.resolve("tahoe.cfg"), configuration);
    return directory;
  }

  private Node start(Path directory) throws Exception {
    Node node = Node.start(directory, resources);
    running.push(node);
    return node;
  }

  private static String reachedAt(int port) {
    return "tub.port = tcp:%d:interface=127.0.0.1\ntub.location = tcp:127.0.0.1:%d\n"
        .formatted(port, port);
  }

  private Node introducer() throws Exception {
    return start(
        directory(
            "introducer",
            "tahoe-introducer.tac",
            "[node]\nweb.port = tcp:0:interface=127.0.0.1\n"
                + reachedAt(NodeDirectory.freePort())));
  }

  private Path server(String name, String furl, boolean forceFoolscap) throws Exception {
    Path directory =
        directory(
            name,
            "tahoe-client.tac",
            "[node]\nnickname = %s\n%s[storage]\nforce_foolscap = %b\n"
                .formatted(name, reachedAt(NodeDirectory.freePort()), forceFoolscap));
    introduce(directory, furl);
    return directory;
  }

  private static void introduce(Path directory, String furl) throws Exception {
    Files.writeString(
        directory.resolve("private/introducers.yaml"),
        "introducers:\n  default:\n    furl: %s\n".formatted(furl));
  }

  private Node client(String furl, boolean forceFoolscap) throws Exception {
    Path directory =
        directory(
            "client",
            "tahoe-client.tac",
            """
            [node]
            web.port = tcp:0:interface=127.0.0.1
            tub.port = disabled
            tub.location = disabled
            [client]
            shares.needed = 1
            shares.happy = 2
            shares.total = 2
            force_foolscap = %b
            [storage]
            enabled = false
            """
                .formatted(forceFoolscap));
    introduce(directory, furl);
    return start(directory);
  }

  private String put(Node client, byte[] file) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(client.webUrl().orElseThrow() + "uri"))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(file))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    return answer.body().strip();
  }

  private byte[] get(Node client, String cap) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(client.webUrl().orElseThrow() + "uri/" + cap))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  private String page(Node node, String query) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(node.webUrl().orElseThrow() + query)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static byte[] file(int seed) {
    byte[] bytes = new byte[200_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String id(Node server) {
    return server.announcement().orElseThrow().id();
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true"})
  void serversAreFoundAndUsedOverEitherProtocol(boolean serverForces, boolean clientForces)
      throws Exception {
    String furl = introducer().introducerFurl().orElseThrow();
    Node first = start(server("one", furl, serverForces));
    Node second = start(server("two", furl, false));
    Node client = client(furl, clientForces);
    client.awaitServers(List.of(id(first), id(second)), PATIENCE);
    assertThat(client.connectedServers()).isEqualTo(2);
    String cap = put(client, file(1));
    assertThat(get(client, cap)).isEqualTo(file(1));
    String welcome = page(client, "?t=json");
    assertThat(welcome).contains("Connected to tcp:127.0.0.1:");
    assertThat(first.announcement().orElseThrow().nurls().isEmpty()).isEqualTo(serverForces);
  }

  @Test
  void serversComeAndMoveWhileTheClientRuns() throws Exception {
    Node introducer = introducer();
    String furl = introducer.introducerFurl().orElseThrow();
    Node client = client(furl, false);
    assertThat(client.connectedServers()).isZero();
    Path directory = server("one", furl, false);
    Node first = start(directory);
    Node second = start(server("two", furl, true));
    client.awaitServers(List.of(id(first), id(second)), PATIENCE);
    String cap = put(client, file(2));
    first.close();
    second.close();
    // The same server at another port: what was known of the old one is of no use any more.
    Path configuration = directory.resolve("tahoe.cfg");
    Files.writeString(
        configuration,
        Files.readString(configuration)
            .replaceAll("(?s)tub.port.*?\\[", reachedAt(NodeDirectory.freePort()) + "["));
    Node moved = start(directory);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!java.util.Arrays.equals(get(client, cap), file(2))) {
      assertThat(System.nanoTime())
          .as("found again in time: %s", page(client, "?t=json"))
          .isLessThan(end);
    }
    assertThat(id(moved)).isEqualTo(id(first));
    assertThat(Files.readString(directory.resolve("announcement-seqnum"))).isEqualTo("2\n");
  }

  @Test
  void aClientWhoseIntroducerIsGoneUsesWhatItWasTold() throws Exception {
    Node introducer = introducer();
    String furl = introducer.introducerFurl().orElseThrow();
    Node first = start(server("one", furl, false));
    Node second = start(server("two", furl, true));
    Node client = client(furl, false);
    client.awaitServers(List.of(id(first), id(second)), PATIENCE);
    String cap = put(client, file(3));
    client.close();
    introducer.close();
    Node again = start(temp.resolve("client"));
    again.awaitServers(List.of(id(first), id(second)), PATIENCE);
    assertThat(get(again, cap)).isEqualTo(file(3));
    assertThat(again.connectedServers()).isEqualTo(2);
  }

  @Test
  void anIntroducerShowsWhomItKnowsAndKeepsItsName() throws Exception {
    Node introducer = introducer();
    String furl = introducer.introducerFurl().orElseThrow();
    Node server = start(server("<one>", furl, false));
    Node client = client(furl, false);
    client.awaitServers(List.of(id(server)), PATIENCE);
    String both =
        """
        {
         "subscription_summary": {
          "storage": 2
         },
         "announcement_summary": {
          "storage": 1
         }
        }
        """;
    // The server is announced before it subscribes.
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!page(introducer, "?t=json").equals(both)) {
      assertThat(System.nanoTime()).as(page(introducer, "?t=json")).isLessThan(end);
    }
    String html = page(introducer, "");
    assertThat(html).contains("&lt;one&gt;").contains(id(server)).doesNotContain("<one>");
    String secret = furl.substring(furl.lastIndexOf('/') + 1);
    assertThat(html).doesNotContain(secret);
    assertThat(page(introducer, "?t=foo")).contains("Unknown t value: 'foo'");
    introducer.close();
    Node again = start(temp.resolve("introducer"));
    assertThat(again.introducerFurl()).contains(furl);
  }
}
