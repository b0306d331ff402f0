package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.storage.ServerVersion;
import org.truckee.wire.http.StorageHttpClient;
import org.truckee.wire.introducer.AnnouncedServer;

/** Every option by its effect on a running node, as it is seen from outside. */
class NodeOptionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final NodeResources resources = NodeResources.start();
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path temp;

  @AfterEach
  void stopThreads() {
    http.close();
    resources.close();
  }

  private Path directory(String name, String configuration) throws IOException {
    Path directory = Files.createDirectories(temp.resolve(name));
    Files.writeString(directory.resolve("tahoe-client.tac"), "");
    Files.writeString(directory.resolve("tahoe.cfg"), configuration);
    return directory;
  }

  private Node start(String name, String configuration) throws Exception {
    return Node.start(directory(name, configuration), resources);
  }

  private Node server(String more) throws Exception {
    return server("server", more);
  }

  private Node server(String name, String more) throws Exception {
    int port = NodeDirectory.freePort();
    return start(
        name,
        "[node]\ntub.port = tcp:%d:interface=127.0.0.1\ntub.location = tcp:127.0.0.1:%d\n%s\n"
            .formatted(port, port, more));
  }

  private static String client(String more) {
    return """
    [node]
    web.port = tcp:0:interface=127.0.0.1
    tub.port = disabled
    tub.location = disabled
    [storage]
    enabled = false
    """
        + more;
  }

  /** A client that knows one server and is connected to it. */
  private Node client(String name, String more, Node server) throws Exception {
    Node client = start(name, client(more));
    AnnouncedServer announced = server.announcement().orElseThrow();
    client.addServer(announced);
    client.awaitServers(List.of(announced.id()), PATIENCE);
    return client;
  }

  private HttpResponse<String> put(Node client, HttpRequest.BodyPublisher body) throws Exception {
    URI uri = URI.create(client.webUrl().orElseThrow() + "uri");
    return http.send(HttpRequest.newBuilder(uri).PUT(body).build(), BodyHandlers.ofString());
  }

  private static byte[] file(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static boolean listens(String address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), 10_000);
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  /** Keeps others from listening at 127.0.0.1 at a port of its own, and does not itself. */
  private static Socket deaf() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress("127.0.0.1", 0));
    return socket;
  }

  private static List<Path> shares(Path storage) throws IOException {
    try (Stream<Path> files = Files.walk(storage.resolve("shares"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]+"))
          .filter(Files::isRegularFile)
          .toList();
    }
  }

  @Test
  void theInterfaceOfWebPortIsTheOnlyOneThatTheWebApiListensOn() throws Exception {
    assumeThat(System.getProperty("os.name")).as("127.0.0.2 is there").isEqualTo("Linux");
    try (Socket deaf = deaf();
        Node node =
            start(
                "node",
                client("")
                    .replace(
                        "tcp:0:interface=127.0.0.1",
                        "tcp:%d:interface=127.0.0.2".formatted(deaf.getLocalPort())))) {
      int port = node.webPort().orElseThrow();
      assertThat(listens("127.0.0.2", port)).isTrue();
      assertThat(listens("127.0.0.1", port)).isFalse();
      String url = Files.readString(node.directory().resolve("node.url")).strip();
      assertThat(url).isEqualTo("http://127.0.0.2:" + port + "/");
      assertThat(
              http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp6:0", "tcp:0:interface=\\:\\:1", "tcp:0"})
  void theUrlOfTheWebApiWorksWhereverItListens(String endpoint) throws Exception {
    String text = client("").replace("tcp:0:interface=127.0.0.1", endpoint);
    Optional<Node> started = startIfIpv6(text);
    assumeThat(started).as("this machine has IPv6").isPresent();
    try (Node node = started.get()) {
      URI url = URI.create(Files.readString(node.directory().resolve("node.url")).strip());
      assertThat(
              http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  private Optional<Node> startIfIpv6(String text) throws Exception {
    try {
      return Optional.of(start("node", text));
    } catch (NodeException e) {
      assertThat(e).hasMessageContaining("cannot listen");
      return Optional.empty();
    }
  }

  @Test
  void theInterfaceOfTubPortIsTheOnlyOneThatTheStorageServerListensOn() throws Exception {
    assumeThat(System.getProperty("os.name")).as("127.0.0.2 is there").isEqualTo("Linux");
    try (Socket deaf = deaf();
        Node node =
            start(
                "server",
                "[node]\ntub.port = tcp:%1$d:interface=127.0.0.2\ntub.location = tcp:127.0.0.2:%1$d\n"
                    .formatted(deaf.getLocalPort()))) {
      int port = node.storagePort().orElseThrow();
      assertThat(listens("127.0.0.2", port)).isTrue();
      assertThat(listens("127.0.0.1", port)).isFalse();
    }
  }

  private ServerVersion version(Node server) throws Exception {
    return new StorageHttpClient(
            resources.transport(), server.announcement().orElseThrow().nurls().getFirst())
        .version();
  }

  @Test
  void aServerOffersItsSpaceUnlessItIsReadOnlyOrReserved() throws Exception {
    try (Node server = server("")) {
      assertThat(version(server).availableSpace()).isPositive();
    }
    try (Node server = server("[storage]\nreadonly = true")) {
      assertThat(version(server).availableSpace()).isZero();
      try (Node client =
          client("client", "[client]\nshares.needed=1\nshares.happy=1\nshares.total=1\n", server)) {
        assertThat(put(client, HttpRequest.BodyPublishers.ofByteArray(file(1000))).statusCode())
            .isGreaterThanOrEqualTo(400);
        assertThat(shares(server.directory().resolve("storage"))).isEmpty();
      }
    }
    try (Node server = server("[storage]\nreserved_space = 4E")) {
      assertThat(version(server).availableSpace()).isZero();
    }
  }

  /** What a power failure must not take stands in the write-ahead log before it is acknowledged. */
  @Test
  void onlyADurableServerWritesALogAhead() throws Exception {
    for (boolean durable : new boolean[] {true, false}) {
      String name = "server-" + durable;
      Path folder = Files.createDirectories(temp.resolve(name));
      Files.writeString(folder.resolve("truckee.cfg"), "[storage]\ndurable = " + durable + "\n");
      try (Node server = server(name, "");
          Node client =
              client(
                  "client-" + durable,
                  "[client]\nshares.needed=1\nshares.happy=1\nshares.total=1\n",
                  server)) {
        assertThat(put(client, HttpRequest.BodyPublishers.ofByteArray(file(1000))).statusCode())
            .isEqualTo(200);
        assertThat(shares(server.directory().resolve("storage"))).hasSize(1);
        assertThat(writesAhead(server.directory().resolve("storage")))
            .as("durable = %s", durable)
            .isEqualTo(durable);
      }
    }
  }

  private static boolean writesAhead(Path storage) throws IOException {
    try (Stream<Path> files = Files.walk(storage)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("truckee.wal."));
    }
  }

  @Test
  void sharesLieInStorageDirAndNowhereElse() throws Exception {
    Path elsewhere = temp.resolve("a disk/shares of mine");
    try (Node server = server("[storage]\nstorage_dir = " + elsewhere);
        Node client =
            client(
                "client", "[client]\nshares.needed=1\nshares.happy=1\nshares.total=2\n", server)) {
      assertThat(put(client, HttpRequest.BodyPublishers.ofByteArray(file(1000))).statusCode())
          .isEqualTo(200);
      assertThat(shares(elsewhere)).hasSize(2);
      assertThat(server.directory().resolve("storage")).doesNotExist();
    }
  }

  @Test
  void theNumbersOfSharesAreThoseOfNewFiles() throws Exception {
    byte[] file = file(1000);
    try (Node server = server("")) {
      try (Node client =
          client("a", "[client]\nshares.needed=2\nshares.happy=1\nshares.total=5\n", server)) {
        String cap = put(client, HttpRequest.BodyPublishers.ofByteArray(file)).body();
        assertThat(cap).endsWith(":2:5:1000");
        assertThat(shares(server.directory().resolve("storage"))).hasSize(5);
      }
      try (Node client =
          client("b", "[client]\nshares.needed=1\nshares.happy=2\nshares.total=3\n", server)) {
        HttpResponse<String> answer = put(client, HttpRequest.BodyPublishers.ofByteArray(file));
        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).contains("UploadUnhappiness");
      }
    }
  }

  @Test
  void mutableFormatIsThatOfWhatIsMadeWithoutAFormat() throws Exception {
    String alone = "[client]\nshares.needed=1\nshares.happy=1\nshares.total=1\n";
    try (Node server = server("");
        Node usual = client("a", alone, server);
        Node mdmf = client("b", alone + "mutable.format=mdmf\n", server)) {
      assertThat(mkdir(usual)).startsWith("URI:DIR2:");
      assertThat(mkdir(mdmf)).startsWith("URI:DIR2-MDMF:");
    }
  }

  private String mkdir(Node client) throws Exception {
    URI uri = URI.create(client.webUrl().orElseThrow() + "uri?t=mkdir");
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void preferredServersComeFirst() throws Exception {
    try (Node one = server("one", "");
        Node other = server("other", "")) {
      String id = other.announcement().orElseThrow().id();
      String options =
          "[client]\nshares.needed=1\nshares.happy=1\nshares.total=1\npeers.preferred = x, " + id;
      try (Node client = client("a", options, one)) {
        client.addServer(other.announcement().orElseThrow());
        client.awaitServers(List.of(id), PATIENCE);
        for (int i = 0; i < 8; i++) {
          put(client, HttpRequest.BodyPublishers.ofByteArray(file(1000 + i)));
        }
      }
      assertThat(shares(one.directory().resolve("storage"))).isEmpty();
      assertThat(shares(other.directory().resolve("storage"))).hasSize(8);
    }
  }

  @Test
  void theLeaseSecretOfTheNodeDecidesWhoseLeaseItIs() throws Exception {
    String shares = "[client]\nshares.needed=1\nshares.happy=1\nshares.total=1\n";
    byte[] file = file(1000);
    String convergence = "mfra\n";
    try (Node server = server("")) {
      for (int round = 0; round < 3; round++) {
        String name = round < 2 ? "one" : "another";
        Path secrets = Files.createDirectories(temp.resolve(name).resolve("private"));
        Files.writeString(secrets.resolve("convergence"), convergence);
        try (Node client = client(name, shares, server)) {
          assertThat(put(client, HttpRequest.BodyPublishers.ofByteArray(file)).statusCode())
              .isEqualTo(200);
        }
      }
      List<Path> kept = shares(server.directory().resolve("storage"));
      assertThat(kept).hasSize(1);
      try (RandomAccessFile share = new RandomAccessFile(kept.getFirst().toFile(), "r")) {
        share.seek(8);
        assertThat(share.readInt()).as("leases: one renewed, one of the other node").isEqualTo(2);
      }
    }
  }

  @Test
  void largeRequestsWaitInTempdirWhichIsMadeAgainWhenSomebodyTookItAway() throws Exception {
    Path spool = temp.resolve("large requests");
    String more = "[client]\nshares.needed=1\nshares.happy=1\nshares.total=1\n";
    String text = more.replace("[client]", "[node]\ntempdir = " + spool + "\n[client]");
    try (Node server = server("");
        Node client = client("client", text, server)) {
      assertThat(spool).isDirectory();
      byte[] file = file(12_000_000);
      for (boolean removed : new boolean[] {false, true}) {
        if (removed) {
          Files.delete(spool);
        }
        HttpRequest.BodyPublisher chunks =
            HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(file));
        HttpResponse<String> answer = put(client, chunks);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(spool).isEmptyDirectory();
      }
      Files.delete(spool);
      Files.writeString(spool, "something in its place");
      HttpResponse<String> answer =
          put(
              client,
              HttpRequest.BodyPublishers.ofInputStream(
                  () -> new java.io.ByteArrayInputStream(file)));
      assertThat(answer.statusCode()).as("it is really used").isGreaterThanOrEqualTo(500);
    }
  }

  @Test
  void aStoreThatVanishedKeepsTheNodeFromStartingAsAnEmptyServer() throws Exception {
    Path directory;
    try (Node server = server("")) {
      directory = server.directory();
    }
    Files.move(directory.resolve("storage"), temp.resolve("unmounted"));
    assertThatThrownBy(() -> Node.start(directory, resources))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("Is its disk mounted?");
    assertThat(directory.resolve("storage")).doesNotExist();
    assertThat(directory.resolve("running.process")).doesNotExist();
    Files.move(temp.resolve("unmounted"), directory.resolve("storage"));
    Node.start(directory, resources).close();
  }

  @Test
  void theNicknameIsTold() throws Exception {
    try (Node node = start("node", client("").replace("[node]", "[node]\nnickname = näme"))) {
      URI uri = URI.create(node.webUrl().orElseThrow());
      assertThat(
              http.send(
                      HttpRequest.newBuilder(uri).build(),
                      BodyHandlers.ofString(StandardCharsets.UTF_8))
                  .body())
          .contains("näme");
    }
  }
}
