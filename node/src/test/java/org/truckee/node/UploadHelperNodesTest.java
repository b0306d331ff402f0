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
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.wire.introducer.AnnouncedServer;

/** A server, a node that uploads for others, and one that has its files uploaded. */
@Timeout(180)
class UploadHelperNodesTest {
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

  private Path directory(String name, String configuration) throws Exception {
    Path directory = Files.createDirectories(temp.resolve(name));
    Files.writeString(directory.resolve("tahoe-client.tac"), "");
    Files.writeString(directory.resolve("tahoe.cfg"), configuration);
    return directory;
  }

  private Node start(Path directory) throws Exception {
    Node node = Node.start(directory, resources);
    running.push(node);
    return node;
  }

  private static String reachable() throws Exception {
    int port = NodeDirectory.freePort();
    return "tub.port = tcp:%d:interface=127.0.0.1\ntub.location = tcp:127.0.0.1:%d\n"
        .formatted(port, port);
  }

  private static final String NOT_REACHABLE = "tub.port = disabled\ntub.location = disabled\n";
  private static final String WEB = "[node]\nweb.port = tcp:0:interface=127.0.0.1\n";
  private static final String ONE_SHARE =
      "[client]\nshares.needed = 1\nshares.happy = 1\nshares.total = 1\n";
  private static final String NO_STORAGE = "[storage]\nenabled = false\n";

  private Node server() throws Exception {
    return start(directory("server", "[node]\n" + reachable()));
  }

  private void know(Node node, Node server) throws Exception {
    AnnouncedServer announced = server.announcement().orElseThrow();
    node.addServer(announced);
    node.awaitServers(List.of(announced.id()), PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String page(Node node, String path) throws Exception {
    URI uri = URI.create(node.webUrl().orElseThrow() + path);
    HttpResponse<String> answer = send(HttpRequest.newBuilder(uri));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private HttpResponse<String> put(Node node, byte[] contents) throws Exception {
    URI uri = URI.create(node.webUrl().orElseThrow() + "uri");
    return send(HttpRequest.newBuilder(uri).PUT(HttpRequest.BodyPublishers.ofByteArray(contents)));
  }

  private static byte[] file(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private long helperNumber(Node helper, String name) throws Exception {
    return number(page(helper, "helper_status?t=json"), "chk_upload_helper." + name);
  }

  private static long number(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + Pattern.quote(name) + "\": (\\d+)").matcher(json);
    assertThat(matcher.find()).as(name + " in " + json).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void aClientUploadsThroughItsHelperAndWithoutItWhenItIsGone() throws Exception {
    Node server = server();
    Path helperDirectory =
        directory("helper", WEB + reachable() + NO_STORAGE + "[helper]\nenabled = true\n");
    Node helper = start(helperDirectory);
    know(helper, server);
    String furl = Files.readString(helperDirectory.resolve("private/helper.furl")).strip();
    Node client =
        start(
            directory(
                "client",
                WEB + NOT_REACHABLE + ONE_SHARE + "helper.furl = " + furl + "\n" + NO_STORAGE));
    // The client does not know the server: only the helper can upload for it.
    byte[] contents = file(1, 300_000);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> answer = put(client, contents);
    while (answer.statusCode() >= 400) {
      assertThat(System.nanoTime()).as(answer.body()).isLessThan(deadline);
      answer = put(client, contents);
    }
    assertThat(helperNumber(helper, "fetched_bytes")).isEqualTo(300_000);
    assertThat(helperNumber(helper, "encoded_bytes")).isEqualTo(300_000);
    assertThat(helperNumber(helper, "active_uploads")).isZero();
    assertThat(page(helper, "helper_status")).contains("Bytes fetched: 300000");
    assertThat(number(page(helper, "statistics?t=json"), "chk_upload_helper.fetched_bytes"))
        .isEqualTo(300_000);
    assertThat(page(client, "helper_status?t=json")).isEqualTo("{}\n");
    String statistics = page(client, "statistics?t=json");
    assertThat(number(statistics, "uploader.bytes_uploaded")).isGreaterThanOrEqualTo(300_000);
    assertThat(statistics).contains("\"node.uptime\"").contains("\"cpu_monitor.total\"");
    assertThat(page(client, "statistics?t=openmetrics"))
        .contains("tahoe_counters_uploader_bytes_uploaded ")
        .endsWith("# EOF\n");
    know(client, server);
    HttpResponse<String> read =
        send(
            HttpRequest.newBuilder(
                URI.create(client.webUrl().orElseThrow() + "uri/" + answer.body().strip())));
    assertThat(read.statusCode()).isEqualTo(200);
    helper.close();
    answer = put(client, file(2, 10_000));
    while (answer.statusCode() >= 400) {
      assertThat(System.nanoTime()).as(answer.body()).isLessThan(deadline);
      answer = put(client, file(2, 10_000));
    }
    Node again = start(helperDirectory);
    assertThat(Files.readString(helperDirectory.resolve("private/helper.furl")).strip())
        .isEqualTo(furl);
    assertThat(helperNumber(again, "fetched_bytes")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"helper", "control.port"})
  void whatNobodyCanReachIsNotOffered(String what) throws Exception {
    boolean isHelper = what.equals("helper");
    Path directory =
        directory(
            "lonely",
            "[node]\n"
                + NOT_REACHABLE
                + NO_STORAGE
                + (isHelper ? "[helper]\nenabled = true\n" : ""));
    if (!isHelper) {
      Files.writeString(directory.resolve("truckee.cfg"), "[node]\ncontrol.port = true\n");
    }
    assertThatThrownBy(() -> start(directory))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "config error: %s is enabled, but tub is not listening ('tub.port=' is empty)"
                .formatted(what));
  }

  @Test
  void theNumbersOfAStorageServerAreThereToo() throws Exception {
    Node node = start(directory("both", WEB + reachable() + ONE_SHARE));
    know(node, node);
    assertThat(put(node, file(3, 1000)).statusCode()).isEqualTo(200);
    String statistics = page(node, "statistics?t=json");
    assertThat(number(statistics, "storage_server.allocate")).isPositive();
    assertThat(number(statistics, "storage_server.bytes_added")).isGreaterThan(1000);
    assertThat(number(statistics, "storage_server.accepting_immutable_shares")).isEqualTo(1);
    assertThat(statistics).contains("\"storage_server.latencies.allocate.mean\": null");
    assertThat(page(node, "statistics?t=openmetrics"))
        .contains("tahoe_stats_storage_server_latencies_allocate{quantile=\"0.999\"} NaN");
  }

  @Test
  void theControlPortDoesWhatProgramsAskOfIt() throws Exception {
    Path directory = directory("controlled", "[node]\n" + reachable() + ONE_SHARE);
    Files.writeString(directory.resolve("truckee.cfg"), "[node]\ncontrol.port = true\n");
    Node node = start(directory);
    know(node, node);
    Path file = directory.resolve("private/control.furl");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    Furl furl = Furl.parse(Files.readString(file).strip());
    Tub tub =
        new Tub(
            NodeCertificate.generate(resources.clock(), resources.random()),
            TubOptions.builder().build());
    running.push(tub);
    RemoteReference control = tub.connect(furl, PATIENCE);
    assertThat(control.call("wait_for_client_connections", List.of(Value.of(1)), PATIENCE))
        .isEqualTo(Value.None.NONE);
    Value cap =
        control.call(
            "upload_random_data_from_file",
            List.of(Value.of(150_000), Value.bytes("secret")),
            PATIENCE);
    assertThat(cap).isInstanceOf(Value.Text.class);
    String text = ((Value.Text) cap).value();
    assertThat(text).startsWith("URI:CHK:").endsWith(":1:1:150000");
    assertThat(
            control.call("download_to_tempfile_and_delete", List.of(Value.bytes(text)), PATIENCE))
        .isEqualTo(Value.None.NONE);
    Value.Dict memory = (Value.Dict) control.call("get_memory_usage", List.of(), PATIENCE);
    assertThat(memory.entries().keySet())
        .containsExactlyInAnyOrder(
            Value.bytes("VmPeak"), Value.bytes("VmSize"), Value.bytes("VmData"));
    for (Value kind : new Value[] {Value.Bool.FALSE, Value.bytes("create"), Value.text("upload")}) {
      Value times =
          control.call("speed_test", List.of(Value.of(2), Value.of(5000), kind), PATIENCE);
      assertThat(((Sequence) times).items())
          .hasSize(2)
          .allMatch(time -> time instanceof Value.Real(double seconds) && seconds > 0);
    }
    Value.Dict times = (Value.Dict) control.call("measure_peer_response_time", List.of(), PATIENCE);
    assertThat(times.entries().keySet())
        .containsExactly(Value.bytes(node.announcement().orElseThrow().id()));
    for (Map.Entry<String, List<Value>> wrong :
        Map.of(
                "upload_random_data_from_file",
                List.of(Value.of(-1), Value.bytes("")),
                "download_to_tempfile_and_delete",
                List.of(Value.bytes("URI:nonsense")),
                "speed_test",
                List.of(Value.of(2), Value.of(1), Value.text("often")))
            .entrySet()) {
      assertThatThrownBy(() -> control.call(wrong.getKey(), wrong.getValue(), PATIENCE))
          .isInstanceOf(RemoteFailureException.class);
    }
  }

  @Test
  void withoutTheOptionThereIsNoControlPort() throws Exception {
    Node node = start(directory("quiet", WEB + reachable()));
    assertThat(node.directory().resolve("private/control.furl")).doesNotExist();
  }
}
