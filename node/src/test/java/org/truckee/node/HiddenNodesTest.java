package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.wire.Nurl;
import org.truckee.wire.network.i2p.I2pDestination;
import org.truckee.wire.network.i2p.ScriptedSam;
import org.truckee.wire.network.tor.ScriptedTor;

/** A grid whose nodes hide: all that they say to each other goes through Tor or I2P. */
@Timeout(180)
class HiddenNodesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final NodeResources resources = NodeResources.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private ScriptedTor tor;
  private ScriptedSam i2p;
  private int keys;

  @TempDir Path temp;

  @BeforeEach
  void start() throws Exception {
    tor = new ScriptedTor("SAFECOOKIE", temp);
    i2p = new ScriptedSam();
  }

  @AfterEach
  void stop() throws Exception {
    while (!running.isEmpty()) {
      running.pop().close();
    }
    tor.close();
    i2p.close();
    http.close();
    resources.close();
  }

  private Path directory(String name, String mark, String configuration) throws Exception {
    Path directory = Files.createDirectories(temp.resolve(name).resolve("private")).getParent();
    Files.writeString(directory.resolve(mark), "");
    Files.writeString(
        directory.resolve("tahoe.cfg"),
        """
        [connections]
        tcp = tor
        [node]
        reveal-IP-address = false
        %s
        """
            .formatted(configuration));
    return directory;
  }

  private Node start(Path directory) throws Exception {
    Node node = Node.start(directory, resources);
    running.push(node);
    return node;
  }

  private String throughTor() {
    return """
    [tor]
    socks.port = tcp:127.0.0.1:%d
    control.port = tcp:127.0.0.1:%d
    """
        .formatted(tor.socks().getPort(), tor.control().getPort());
  }

  /** The first part of a configuration, and the second one. */
  private String[] atOnion(Path privateDirectory) throws Exception {
    String key = ScriptedTor.key(keys++);
    Files.createDirectories(privateDirectory);
    Files.writeString(privateDirectory.resolve("tor_onion.privkey"), key);
    return new String[] {
      "tub.port = listen:tor\ntub.location = tor:%s.onion:3457\n".formatted(ScriptedTor.idOf(key)),
      throughTor()
          + """
          onion = true
          onion.local_port = %d
          onion.external_port = 3457
          onion.private_key_file = private/tor_onion.privkey
          """
              .formatted(NodeDirectory.freePort())
    };
  }

  private static void introduce(Path directory, String furl) throws Exception {
    Files.writeString(
        directory.resolve("private/introducers.yaml"),
        "introducers:\n  default:\n    furl: %s\n".formatted(furl));
  }

  private Node introducer() throws Exception {
    String[] onion = atOnion(temp.resolve("introducer/private"));
    return start(directory("introducer", "tahoe-introducer.tac", onion[0] + onion[1]));
  }

  private Node onionServer(String name, String furl) throws Exception {
    String[] onion = atOnion(temp.resolve(name + "/private"));
    Path directory = directory(name, "tahoe-client.tac", onion[0] + onion[1]);
    introduce(directory, furl);
    return start(directory);
  }

  private Node i2pServer(String name, String furl) throws Exception {
    I2pDestination place = I2pDestination.generate(i2p.address(), PATIENCE);
    Path secrets = Files.createDirectories(temp.resolve(name + "/private"));
    Files.writeString(secrets.resolve("i2p_dest.privkey"), place.privateKey());
    Path directory =
        directory(
            name,
            "tahoe-client.tac",
            """
            tub.port = listen:i2p
            tub.location = i2p:%s:3457
            %s
            [i2p]
            sam.port = tcp:127.0.0.1:%d
            dest = true
            dest.port = 3457
            dest.private_key_file = private/i2p_dest.privkey
            """
                .formatted(place.host(), throughTor(), i2p.address().getPort()));
    introduce(directory, furl);
    return start(directory);
  }

  private Node client(String furl) throws Exception {
    Path directory =
        directory(
            "client",
            "tahoe-client.tac",
            """
            web.port = tcp:0
            tub.port = disabled
            tub.location = disabled
            [client]
            shares.needed = 1
            shares.happy = 2
            shares.total = 2
            [storage]
            enabled = false
            %s
            [i2p]
            sam.port = tcp:localhost:%d
            """
                .formatted(throughTor(), i2p.address().getPort()));
    introduce(directory, furl);
    return start(directory);
  }

  private static byte[] file() {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static String id(Node server) {
    return server.announcement().orElseThrow().id();
  }

  @Test
  void filesAreKeptByServersThatNobodyCanSee() throws Exception {
    String furl = introducer().introducerFurl().orElseThrow();
    assertThat(furl).contains("@tor:");
    Node first = onionServer("one", furl);
    Node second = i2pServer("two", furl);
    assertThat(first.announcement().orElseThrow().nurls())
        .extracting(Nurl::scheme)
        .containsExactly(Nurl.Scheme.TOR);
    assertThat(second.announcement().orElseThrow().nurls()).isEmpty();
    Node client = client(furl);
    client.awaitServers(List.of(id(first), id(second)), PATIENCE);
    assertThat(client.connectedServers()).isEqualTo(2);
    URI door = URI.create(client.webUrl().orElseThrow());
    assertThat(door.getHost()).isEqualTo("127.0.0.1");
    HttpResponse<String> put =
        http.send(
            HttpRequest.newBuilder(door.resolve("uri"))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(file()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(put.statusCode()).as(put.body()).isIn(200, 201);
    assertThat(
            http.send(
                    HttpRequest.newBuilder(door.resolve("uri/" + put.body().strip())).build(),
                    HttpResponse.BodyHandlers.ofByteArray())
                .body())
        .isEqualTo(file());
    assertThat(tor.asked())
        .as("introducer and server")
        .contains(
            ScriptedTor.idOf(ScriptedTor.key(0)) + ".onion:3457",
            ScriptedTor.idOf(ScriptedTor.key(1)) + ".onion:3457");
  }

  @Test
  void whatWouldRevealANodeIsRefused() throws Exception {
    assertRefused("tub.port = tcp:1234\ntub.location = AUTO", "tub.location uses AUTO");
    assertRefused(
        "tub.port = tcp:1234\ntub.location = tor:x.onion:1,tcp:192.0.2.7:1234",
        "tub.location includes tcp: hint");
    assertRefused(
        "tub.port = tcp:1234:interface=0.0.0.0\ntub.location = tor:x.onion:1",
        "add interface=127.0.0.1");
    assertRefused(
        "tub.port = listen:tor\ntub.location = tor:x.onion:1", "'onion = true' is missing");
    assertRefused(
        "tub.port = disabled\ntub.location = disabled\n[tor]\nsocks.port = tcp:example.org:9050",
        "to look it up would reveal this machine");
    Path plain =
        directory(
            "plain", "tahoe-client.tac", "[storage]\nenabled = false\n[connections]\ntcp = tcp");
    assertThatThrownBy(() -> Node.start(plain, resources))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Privacy requested with `reveal-IP-address = false`");
  }

  private int refused;

  private void assertRefused(String configuration, String message) throws Exception {
    Path directory =
        directory(
            "refused" + refused++,
            "tahoe-client.tac",
            configuration + "\n[storage]\nenabled = false\n");
    assertThatThrownBy(() -> Node.start(directory, resources))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aServerThatIsToBeReachedOpenlyIsLeftOut() throws Exception {
    Path directory =
        directory(
            "client",
            "tahoe-client.tac",
            """
            web.port = tcp:0
            tub.port = disabled
            tub.location = disabled
            [storage]
            enabled = false
            """
                + throughTor());
    Files.writeString(
        directory.resolve("private/servers.yaml"),
        """
        storage:
          fred:
            ann:
              anonymous-storage-FURL: pb://sokzwgcxjyqrqclcrrt5uzgpmxyeekh4@tcp:127.0.0.1:1/x
            connections:
              tcp: tcp
        """);
    Node client = start(directory);
    assertThat(client.notices())
        .contains(
            "server fred in servers.yaml is left out: its connection 'tcp: tcp' conflicts with"
                + " reveal-IP-address = false");
    assertThat(tor.asked()).isEmpty();
  }
}
