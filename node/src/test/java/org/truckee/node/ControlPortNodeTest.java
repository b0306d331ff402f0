package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.network.Routes;

/** A program that tests a node has it do things ({@code spec/07 §11}). */
@Timeout(180)
class ControlPortNodeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ONE_SHARE =
      "[client]\nshares.needed = 1\nshares.happy = 1\nshares.total = 1\n";

  private final NodeResources resources = NodeResources.start();

  @TempDir Path temp;

  @AfterEach
  void stop() {
    resources.close();
  }

  private Path directory(String name, String rest) throws Exception {
    int port = NodeDirectory.freePort();
    Path directory = Files.createDirectories(temp.resolve(name));
    Files.writeString(directory.resolve("tahoe-client.tac"), "");
    Files.writeString(
        directory.resolve("tahoe.cfg"),
        "[node]\ntub.port = tcp:%1$d:interface=127.0.0.1\ntub.location = tcp:127.0.0.1:%1$d\n%2$s"
            .formatted(port, rest));
    return directory;
  }

  private static Tub tub() {
    TubOptions.Builder options = TubOptions.builder().random(new SecureRandom());
    Routes.DIRECT.apply(options);
    return new Tub(
        NodeCertificate.generate(Clock.systemUTC(), new SecureRandom()), options.build());
  }

  @Test
  void whoKnowsTheControlPortHasTheNodeWork() throws Exception {
    Path client = directory("client", ONE_SHARE + "[storage]\nenabled = false\n");
    Files.writeString(client.resolve("truckee.cfg"), "[node]\ncontrol.port = true\n");
    try (Node server = Node.start(directory("server", ""), resources);
        Node node = Node.start(client, resources);
        Tub tub = tub()) {
      AnnouncedServer announced = server.announcement().orElseThrow();
      node.addServer(announced);
      Furl furl = Furl.parse(Files.readString(client.resolve("private/control.furl")).strip());
      RemoteReference control = tub.connect(furl, LIMIT);
      control.call("wait_for_client_connections", List.of(Value.of(1)), LIMIT);
      uploadsAndReads(control);
      measures(control, announced);
      assertThatThrownBy(
              () ->
                  control.call(
                      "download_to_tempfile_and_delete", List.of(Bytes.of("URI:no")), LIMIT))
          .isInstanceOf(RemoteFailureException.class);
    }
  }

  private static void uploadsAndReads(RemoteReference control) throws Exception {
    Value cap =
        control.call(
            "upload_random_data_from_file", List.of(Value.of(2000), Bytes.of("secret")), LIMIT);
    String text = ((Value.Text) cap).value();
    assertThat(text).startsWith("URI:CHK:").endsWith(":1:1:2000");
    control.call("download_to_tempfile_and_delete", List.of(Bytes.of(text)), LIMIT);
  }

  private static void measures(RemoteReference control, AnnouncedServer server) throws Exception {
    Map<Value, Value> times =
        ((Value.Dict) control.call("measure_peer_response_time", List.of(), LIMIT)).entries();
    assertThat(times).containsOnlyKeys(Bytes.of(server.id()));
    for (String mutable : List.of("", "create", "upload")) {
      Value kind = mutable.isEmpty() ? Value.Bool.FALSE : Value.text(mutable);
      Value took = control.call("speed_test", List.of(Value.of(1), Value.of(1000), kind), LIMIT);
      assertThat(((Sequence) took).items())
          .hasSize(2)
          .allSatisfy(time -> assertThat(((Value.Real) time).value()).isPositive());
    }
    assertThat(control.call("get_memory_usage", List.of(), LIMIT)).isInstanceOf(Value.Dict.class);
  }
}
