package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.memory.ProcessMemory;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.GridManagerCertificates;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.node.gridmanager.GridManager;
import org.truckee.node.gridmanager.GridManagerStore;
import org.truckee.wire.http.HttpTransport;
import org.truckee.wire.introducer.AnnouncedServer;

/** Servers that are used by way of plugins, or that a grid manager vouches for. */
@Timeout(180)
class OfferedServersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SettableClock clock = new SettableClock();
  private final NodeResources resources =
      new NodeResources(
          new HttpTransport(), ProcessMemory.ofThisProcess(), clock, new SecureRandom());
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

  private Path directory(String name, String configuration) throws Exception {
    Path directory = Files.createDirectories(temp.resolve(name).resolve("private")).getParent();
    Files.writeString(directory.resolve("tahoe-client.tac"), "");
    Files.writeString(directory.resolve("tahoe.cfg"), configuration);
    return directory;
  }

  private Path server(String name, String configuration) throws Exception {
    int port = NodeDirectory.freePort();
    return directory(
        name,
        """
        [node]
        nickname = %s
        tub.port = tcp:%d:interface=127.0.0.1
        tub.location = tcp:127.0.0.1:%d
        %s
        """
            .formatted(name, port, port, configuration));
  }

  private Node start(Path directory) throws Exception {
    Node node = Node.start(directory, resources);
    running.push(node);
    return node;
  }

  private Node client(String configuration, Node... servers) throws Exception {
    Path directory =
        directory(
            "client",
            """
            [node]
            web.port = tcp:0:interface=127.0.0.1
            tub.port = disabled
            tub.location = disabled
            [client]
            shares.needed = 1
            shares.happy = 1
            shares.total = 1
            [storage]
            enabled = false
            %s
            """
                .formatted(configuration));
    List<AnnouncedServer> known =
        Stream.of(servers).map(server -> server.announcement().orElseThrow()).toList();
    NodeDirectory.open(directory, new SecureRandom(), clock).writeStaticServers(known);
    Node client = start(directory);
    client.awaitServers(known.stream().map(AnnouncedServer::id).toList(), PATIENCE);
    return client;
  }

  private HttpResponse<String> put(Node client, int seed) throws Exception {
    byte[] file = new byte[10_000];
    new Random(seed).nextBytes(file);
    return http.send(
        HttpRequest.newBuilder(URI.create(client.webUrl().orElseThrow() + "uri"))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(file))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(Node client, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(client.webUrl().orElseThrow() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aServerCanBeUsedByWayOfAPluginAlone() throws Exception {
    Path directory =
        server(
            "guarded",
            """
            [storage]
            anonymous = false
            plugins = toll
            [storageserver.plugins.toll]
            coin = sixpence
            currency = silver
            """);
    Node server = start(directory);
    AnnouncedServer announced = server.announcement().orElseThrow();
    assertThat(announced.anonymous()).isFalse();
    assertThat(announced.nurls()).isEmpty();
    assertThat(announced.announcement("x").toString())
        .contains("currency=silver", "name=toll", "storage-server-FURL=pb://")
        .doesNotContain("anonymous-storage-FURL");
    assertThat(Files.readString(directory.resolve("private/storage-plugin.toll.furl")))
        .startsWith("pb://");
    assertThat(directory.resolve("private/storage.furl")).doesNotExist();

    Node client =
        client(
            """
            [client]
            storage.plugins = toll
            [storageclient.plugins.toll]
            silver = sixpence
            """,
            server);
    assertThat(client.connectedServers()).isEqualTo(1);
    HttpResponse<String> put = put(client, 1);
    assertThat(put.statusCode()).as(put.body()).isIn(200, 201);
    assertThat(get(client, "uri/" + put.body().strip()).statusCode()).isEqualTo(200);
    assertThat(get(client, "storage-plugins/toll/ledger").body())
        .contains("[silver]", "coins paid at /storage-plugins/toll/ledger")
        .doesNotContain(" 0 coins");
    assertThat(get(client, "storage-plugins/other").statusCode()).isEqualTo(404);
    assertThat(get(client, "storage-plugins").statusCode()).isEqualTo(405);

    server.close();
    Node again = start(directory);
    assertThat(again.announcement()).as("it keeps its name").contains(announced);
  }

  @Test
  void withoutThePluginTheServerIsShownAndNotUsed() throws Exception {
    Node server =
        start(
            server(
                "guarded",
                """
                [storage]
                anonymous = false
                plugins = toll
                [storageserver.plugins.toll]
                coin = sixpence
                """));
    Path directory =
        directory(
            "client",
            """
            [node]
            web.port = tcp:0:interface=127.0.0.1
            tub.port = disabled
            tub.location = disabled
            [storage]
            enabled = false
            """);
    NodeDirectory.open(directory, new SecureRandom(), clock)
        .writeStaticServers(List.of(server.announcement().orElseThrow()));
    Node client = start(directory);
    assertThat(client.connectedServers()).isZero();
    assertThat(get(client, "?t=json").body()).contains("missing plugin");
  }

  @Test
  void pluginsThatAreNotThereAreRefused() throws Exception {
    Path server =
        server("server", "[storage]\nplugins = toll,x,a\n[storageserver.plugins.toll]\ncoin = 1\n");
    assertThatThrownBy(() -> Node.start(server, resources))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'%s' [storage]plugins: ".formatted(server.resolve("tahoe.cfg")))
        .hasMessageContaining(
            "Storage plugins {'a', 'x'} are enabled but not known on this system; put their jars");
    Path client = server("other", "[client]\nstorage.plugins = x\n");
    assertThatThrownBy(() -> Node.start(client, resources))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("The configuration requests a plugin:\n\n    x\n");
    Path closed = server("closed", "[storage]\nanonymous = false\n");
    assertThatThrownBy(() -> Node.start(closed, resources))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nobody could use the storage");
    Path broken = server("broken", "[storage]\nplugins = toll\n");
    assertThatThrownBy(() -> Node.start(broken, resources))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("[storageserver.plugins.toll]coin is missing");
  }

  @Test
  void newSharesGoOnlyToServersThatAGridManagerVouchesFor() throws Exception {
    Path managed = temp.resolve("manager");
    GridManagerStore.create(managed, GridManager.generate(new SecureRandom()));
    Path first = server("first", "");
    Path second = server("second", "");
    Node stranger = start(second);
    start(first).close();
    GridManagerStore store = GridManagerStore.open(managed);
    GridManager manager =
        store.manager().with("first", Files.readString(first.resolve("node.pubkey")).strip());
    store.save(manager);
    String certificate = GridManagerStore.open(managed).sign("first", 1, clock.instant());
    assertThat(GridManagerCertificates.add(first, "one", certificate)).isEqualTo(1);
    Node permitted = start(first);

    Node client =
        client(
            "[grid_managers]\nfred = %s\n".formatted(manager.publicIdentity()),
            stranger,
            permitted);
    assertThat(client.connectedServers()).isEqualTo(2);
    String cap = "";
    for (int i = 0; i < 6; i++) {
      HttpResponse<String> put = put(client, i);
      assertThat(put.statusCode()).as(put.body()).isIn(200, 201);
      cap = put.body().strip();
    }
    assertThat(shares(first)).isEqualTo(6);
    assertThat(shares(second)).isZero();

    clock.advance(Duration.ofDays(1));
    assertThat(put(client, 7).statusCode()).as("nobody is permitted any more").isEqualTo(500);
    assertThat(get(client, "uri/" + cap).statusCode()).as("reading goes on").isEqualTo(200);
    assertThat(shares(first)).isEqualTo(6);
  }

  private static long shares(Path server) throws Exception {
    try (Stream<Path> files = Files.walk(server.resolve("storage/shares"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("incoming"))
          .count();
    }
  }

  @Test
  void certificatesThatAreNotThereOrNoneAreRefused() throws Exception {
    Path server =
        server(
            "server",
            "[storage]\ngrid_management = true\n[grid_manager_certificates]\none = one.cert\n");
    assertThatThrownBy(() -> Node.start(server, resources))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Grid Manager certificate file '%s' doesn't exist"
                .formatted(server.resolve("one.cert")));
    Files.writeString(server.resolve("one.cert"), "{\"certificate\": \"x\", \"other\": \"y\"}");
    assertThatThrownBy(() -> Node.start(server, resources))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Unknown key in Grid Manager certificate");
    Files.writeString(
        server.resolve("one.cert"), "{\"certificate\": \"x\", \"signature\": \"aa\"}");
    assertThat(start(server).announcement().orElseThrow().certificates().orElseThrow()).hasSize(1);
  }

  /** A clock that runs on from now, and can be set forward. */
  private static final class SettableClock extends Clock {
    private final InstantSource real = InstantSource.system();
    private volatile Duration ahead = Duration.ZERO;

    void advance(Duration time) {
      ahead = ahead.plus(time);
    }

    @Override
    public Instant instant() {
      return real.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
