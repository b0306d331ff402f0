package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NewNode;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.wire.Nurl;
import org.truckee.wire.introducer.AnnouncedServer;

class NodeTest {
  private final NodeResources resources = NodeResources.start();

  @TempDir Path temp;

  @AfterEach
  void stopThreads() {
    resources.close();
  }

  private Path server() throws NodeException {
    Path directory = temp.resolve("server");
    NewNode.storageServer("fred", NodeDirectory.freePort()).create(directory);
    return directory;
  }

  private Path configured(String configuration) throws Exception {
    Path directory = Files.createDirectories(temp.resolve("node"));
    Files.writeString(directory.resolve("tahoe-client.tac"), "");
    Files.writeString(directory.resolve("tahoe.cfg"), configuration);
    return directory;
  }

  @Test
  void aStorageNodeTellsItsFurlAndNurlWithOneSecret() throws Exception {
    try (Node node = Node.start(server(), resources)) {
      AnnouncedServer server = node.announcement().orElseThrow();
      assertThat(server.nickname()).isEqualTo("fred");
      assertThat(server.nurls()).hasSize(1);
      Nurl nurl = server.nurls().getFirst();
      assertThat(nurl.port()).isEqualTo(node.storagePort().orElseThrow());
      assertThat(nurl.swissnum().text()).isEqualTo(server.furl().name());
      assertThat(server.furl().hints())
          .containsExactly(new ConnectionHint("tcp:127.0.0.1:" + nurl.port()));
      assertThat("pub-" + server.id())
          .isEqualTo(Files.readString(node.directory().resolve("node.pubkey")).strip());
      assertThat(node.webPort()).isEmpty();
      assertThat(node.directory().resolve("running.process")).exists();
    }
    assertThat(temp.resolve("server/running.process")).doesNotExist();
  }

  @Test
  void aNodeWithAWebPortWritesWhereItReallyIs() throws Exception {
    Path directory =
        configured(
            """
            [node]
            web.port = tcp:0:interface=127.0.0.1
            tub.port = disabled
            tub.location = disabled
            [storage]
            enabled = false
            """);
    try (Node node = Node.start(directory, resources)) {
      assertThat(Files.readString(directory.resolve("node.url")))
          .isEqualTo("http://127.0.0.1:%d/\n".formatted(node.webPort().orElseThrow()));
      assertThat(node.storagePort()).isEmpty();
      assertThat(directory.resolve("private/convergence")).exists();
      assertThat(directory.resolve("private/api_auth_token")).exists();
      assertThat(directory.resolve("private/storage.furl")).doesNotExist();
      assertThat(directory.resolve("storage")).doesNotExist();
    }
  }

  @Test
  void storageWithoutAPortIsAContradiction() throws Exception {
    Path directory = configured("[node]\ntub.port = disabled\ntub.location = disabled\n");
    assertThatThrownBy(() -> Node.start(directory, resources))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("storage is enabled, but tub is not listening");
    assertThat(directory.resolve("running.process")).doesNotExist();
  }

  @Test
  void aBadConfigurationStopsTheNodeBeforeItMakesAnything() throws Exception {
    Path directory = configured("[node]\nfoo = bar\n");
    assertThatThrownBy(() -> Node.start(directory, resources))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("section [node] contains unknown option 'foo'");
    assertThat(directory.resolve("private/node.pem")).doesNotExist();
    assertThat(directory.resolve("running.process")).doesNotExist();
  }

  @Test
  void twoNodesCannotShareAPort() throws Exception {
    try (Node node = Node.start(server(), resources)) {
      Path other = temp.resolve("other");
      NewNode.storageServer("jane", node.storagePort().orElseThrow()).create(other);
      assertThatThrownBy(() -> Node.start(other, resources))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("port " + node.storagePort().orElseThrow());
    }
  }

  @Test
  void noticesAndServersThatCannotBeUsedAreToldAndDoNotStopTheNode() throws Exception {
    Path directory = server();
    Files.writeString(directory.resolve("private/servers.yaml"), "storage: {x: {}}\n");
    Path configuration = directory.resolve("tahoe.cfg");
    Files.writeString(
        configuration,
        Files.readString(configuration)
            .replace("#expire.enabled =", "expire.enabled = true\nexpire.mode = age"));
    try (Node node = Node.start(directory, resources)) {
      assertThat(node.notices()).hasSize(2);
    }
  }
}
