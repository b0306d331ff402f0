package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.capability.Capability;
import org.truckee.capability.ChkReadCap;
import org.truckee.grid.EncodingParameters;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.node.directory.StaticServers;
import org.truckee.wire.Nurl;
import org.truckee.wire.introducer.AnnouncedServer;

class EmbeddedGridTest {
  private final NodeResources resources = NodeResources.start();
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path temp;

  @AfterEach
  void stopThreads() {
    http.close();
    resources.close();
  }

  private EmbeddedGrid start(int servers) throws NodeException {
    return start(OptionalInt.of(servers), OptionalInt.of(0));
  }

  private EmbeddedGrid start(OptionalInt servers, OptionalInt port) throws NodeException {
    return EmbeddedGrid.start(
        new EmbeddedGrid.Wish(temp.resolve("grid"), servers, port), resources);
  }

  private URI uri(EmbeddedGrid grid, String path) {
    return URI.create("http://127.0.0.1:%d/%s".formatted(grid.webPort(), path));
  }

  private String put(EmbeddedGrid grid, byte[] file) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(grid, "uri"))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(file))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private byte[] get(EmbeddedGrid grid, String cap) throws Exception {
    URI uri = uri(grid, "uri/" + cap.replace(":", "%3A"));
    HttpResponse<byte[]> answer =
        http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode())
        .as(() -> new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    return answer.body();
  }

  private static byte[] file(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Map<String, String> identity(Path directory) throws IOException {
    Map<String, String> files = new HashMap<>();
    for (String name :
        List.of(
            "tahoe.cfg",
            "my_nodeid",
            "node.pubkey",
            "private/node.pem",
            "private/node.privkey",
            "private/storage.furl",
            "private/secret",
            "private/convergence",
            "private/servers.yaml",
            "permutation-seed")) {
      Path file = directory.resolve(name);
      if (Files.exists(file)) {
        files.put(name, Files.readString(file));
      }
    }
    return files;
  }

  @Test
  void aFileComesBackFromTheGridAlsoAfterItWasStartedAgain() throws Exception {
    byte[] file = file(2_500_000, 7);
    String cap;
    Map<String, String> server;
    Map<String, String> client;
    try (EmbeddedGrid grid = start(4)) {
      assertThat(grid.servers()).hasSize(4);
      assertThat(grid.client().connectedServers()).isEqualTo(4);
      cap = put(grid, file);
      assertThat(cap).startsWith("URI:CHK:").endsWith(":1:4:2500000");
      assertThat(get(grid, cap)).isEqualTo(file);
      server = identity(temp.resolve("grid/server-03"));
      client = identity(temp.resolve("grid/client"));
    }
    try (EmbeddedGrid grid = start(OptionalInt.empty(), OptionalInt.empty())) {
      assertThat(grid.servers()).hasSize(4);
      assertThat(get(grid, cap)).isEqualTo(file);
      assertThat(put(grid, file)).as("the same convergence secret").isEqualTo(cap);
      assertThat(identity(temp.resolve("grid/server-03"))).isEqualTo(server);
      assertThat(identity(temp.resolve("grid/client"))).isEqualTo(client);
    }
  }

  @Test
  void theWelcomePageCountsTheServers() throws Exception {
    try (EmbeddedGrid grid = start(2)) {
      String page =
          http.send(HttpRequest.newBuilder(uri(grid, "?t=json")).build(), BodyHandlers.ofString())
              .body();
      assertThat(page).contains("server-01", "server-02", "connected", TruckeeVersion.text());
    }
  }

  @Test
  void everyNodeHasADirectoryThatCanBeRunAlone() throws Exception {
    byte[] file = file(100_000, 8);
    String cap;
    try (EmbeddedGrid grid = start(3)) {
      cap = put(grid, file);
    }
    try (Node _ = Node.start(temp.resolve("grid/server-02"), resources);
        EmbeddedGrid _ = secondHalf()) {
      // Both halves ran at once, on the ports of their configurations.
      assertThat(Files.readString(temp.resolve("grid/server-02/running.process"))).isNotBlank();
    }
    try (EmbeddedGrid grid = start(3)) {
      assertThat(get(grid, cap)).isEqualTo(file);
    }
  }

  private EmbeddedGrid secondHalf() throws NodeException {
    return EmbeddedGrid.start(
        new EmbeddedGrid.Wish(temp.resolve("other"), OptionalInt.of(1), OptionalInt.of(0)),
        resources);
  }

  @Test
  void aGridGrowsAndDoesNotShrink() throws Exception {
    byte[] file = file(60_000, 9);
    String cap;
    try (EmbeddedGrid grid = start(2)) {
      cap = put(grid, file);
    }
    try (EmbeddedGrid grid = start(3)) {
      assertThat(grid.client().connectedServers()).isEqualTo(3);
      assertThat(get(grid, cap)).isEqualTo(file);
    }
    assertThatThrownBy(() -> start(2))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("has 3 servers");
  }

  @Test
  void serversThatTheClientKnowsFromElsewhereAreKept() throws Exception {
    AnnouncedServer foreign;
    try (EmbeddedGrid other = secondHalf()) {
      foreign = other.servers().getFirst().announcement().orElseThrow();
      try (EmbeddedGrid _ = start(1)) {
        Path yaml = temp.resolve("grid/client/private/servers.yaml");
        StaticServers known = StaticServers.parse("servers.yaml", Files.readString(yaml));
        List<AnnouncedServer> both =
            Stream.concat(known.servers().stream(), Stream.of(foreign)).toList();
        Files.writeString(yaml, StaticServers.write(both));
      }
      try (EmbeddedGrid grid = start(2)) {
        grid.client().awaitServers(List.of(foreign.id()), Duration.ofSeconds(60));
        assertThat(grid.client().connectedServers()).isEqualTo(3);
      }
    }
  }

  @Test
  void serversComeMoveAndGoWhileTheClientRuns() throws Exception {
    byte[] file = file(100_000, 11);
    try (EmbeddedGrid grid = start(1);
        EmbeddedGrid other = secondHalf()) {
      Node client = grid.client();
      String own = grid.servers().getFirst().announcement().orElseThrow().id();
      AnnouncedServer late = other.servers().getFirst().announcement().orElseThrow();
      client.addServer(late);
      client.awaitServers(List.of(late.id()), Duration.ofSeconds(60));
      assertThat(client.connectedServers()).isEqualTo(2);
      client.removeServer(own);
      String cap = put(grid, file);
      assertThat(shares(grid)).as("of the server that was forgotten").isZero();
      assertThat(shares(other)).isEqualTo(1);

      Nurl nowhere =
          new Nurl(
              Nurl.Scheme.TCP,
              late.nurls().getFirst().certificateHash(),
              "127.0.0.1",
              NodeDirectory.freePort(),
              late.nurls().getFirst().swissnum());
      client.addServer(
          new AnnouncedServer(
              late.id(), "moved", late.permutationSeed(), late.furl(), List.of(nowhere)));
      assertThat(client.connectedServers()).isZero();
      client.addServer(late);
      client.awaitServers(List.of(late.id()), Duration.ofSeconds(60));
      assertThat(get(grid, cap)).isEqualTo(file);
    }
  }

  private static long shares(EmbeddedGrid grid) throws IOException {
    Path shares = grid.servers().getFirst().directory().resolve("storage/shares");
    try (Stream<Path> files = Files.walk(shares)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches("[0-9]+"))
          .count();
    }
  }

  @Test
  void aGridRunsOnceAtATime() throws Exception {
    try (EmbeddedGrid grid = start(1)) {
      assertThatThrownBy(() -> start(OptionalInt.empty(), OptionalInt.empty()))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("already running as PID " + ProcessHandle.current().pid());
      assertThat(get(grid, put(grid, file(1000, 10)))).isEqualTo(file(1000, 10));
    }
  }

  @Test
  void aDirectoryWithSomethingElseInItIsLeftAlone() throws Exception {
    Path directory = Files.createDirectory(temp.resolve("grid"));
    Files.writeString(directory.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> start(1))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("is not empty and no grid of Truckee's")
        .hasMessageContaining("--dir");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aPortThatIsTakenIsSaidBeforeAnythingIsMade() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(OptionalInt.of(1), OptionalInt.of(taken.getLocalPort())))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("port %d is taken".formatted(taken.getLocalPort()));
      assertThat(temp.resolve("grid")).doesNotExist();
    }
  }

  @Test
  void aServersPortThatIsTakenLaterIsSaidAndNothingIsLeftRunning() throws Exception {
    int port;
    try (EmbeddedGrid grid = start(2)) {
      port = grid.servers().get(1).storagePort().orElseThrow();
    }
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(2))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("tub.port");
      assertThat(temp.resolve("grid/server-01/running.process")).doesNotExist();
    }
    start(2).close();
  }

  @Test
  void whatAnInterruptedFirstStartLeftIsCompleted() throws Exception {
    try (EmbeddedGrid _ = start(2)) {
      Files.delete(temp.resolve("grid/server-02/tahoe-client.tac"));
      Files.delete(temp.resolve("grid/client/tahoe-client.tac"));
    }
    try (EmbeddedGrid grid = start(OptionalInt.empty(), OptionalInt.of(0))) {
      assertThat(grid.client().connectedServers()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "2, 1, 1, 2",
    "3, 1, 2, 3",
    "4, 1, 2, 4",
    "5, 2, 3, 5",
    "7, 2, 4, 7",
    "9, 3, 6, 9",
    "10, 3, 7, 10",
    "30, 3, 7, 10"
  })
  void filesAreSpreadInKeepingWithTheNumberOfServers(int servers, int k, int h, int n) {
    assertThat(EmbeddedGrid.encodingFor(servers)).isEqualTo(EncodingParameters.of(k, h, n));
  }

  @Test
  void theClientsConfigurationSaysHowFilesAreSpread() throws Exception {
    try (EmbeddedGrid _ = start(2)) {
      assertThat(NodeConfiguration.read(temp.resolve("grid/client")).encoding())
          .isEqualTo(EmbeddedGrid.encodingFor(2));
    }
  }

  @Test
  void whatTheOperatorProhibitsIsNotServed() throws Exception {
    try (EmbeddedGrid grid = start(1)) {
      byte[] contents = file(1000, 77);
      String cap = put(grid, contents);
      String other = put(grid, file(1000, 78));
      String index = ((ChkReadCap) Capability.parse(cap)).index().toString();
      Path blacklist = temp.resolve("grid/client/access.blacklist");
      Files.writeString(blacklist, index + " by order of the court\n");
      URI uri = uri(grid, "uri/" + cap.replace(":", "%3A"));
      HttpResponse<String> refused =
          http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).isEqualTo("Access Prohibited: by order of the court");
      assertThat(get(grid, other)).hasSize(1000);
      Files.writeString(blacklist, "# nothing any more\n");
      assertThat(get(grid, cap)).isEqualTo(contents);
    }
  }
}
