package org.truckee.node;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.directory.NewNode;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.storage.upkeep.Criterion;
import org.truckee.storage.upkeep.CycleResult;
import org.truckee.storage.upkeep.StorageReport;

/** A node looks after its shares as its configuration says. */
@Timeout(180)
class StorageUpkeepTest {
  private static final String AT_ONCE = "[storage]\ncrawler.delay = 0 s\ncrawler.percent = 100\n";
  private static final Duration LEASE = Duration.ofDays(31);

  private final NodeResources resources = NodeResources.start();

  @TempDir private Path temp;

  @AfterEach
  void stopThreads() {
    resources.close();
  }

  /** A storage server with options of its own. */
  private Path server(String tahoe, String truckee) throws Exception {
    Path directory = temp.resolve("server");
    NewNode.storageServer("fred", NodeDirectory.freePort()).create(directory);
    Path file = directory.resolve("tahoe.cfg");
    String text = Files.readString(file).replace("[storage]\n", "[storage]\n" + tahoe + "\n");
    Files.writeString(file, text);
    Files.writeString(directory.resolve("truckee.cfg"), truckee);
    return directory;
  }

  /** A share of either kind with one lease, granted some days ago. */
  private static Path share(Path server, String bucket, boolean mutable, int daysAgo)
      throws IOException {
    int expiration =
        (int) Instant.now().minus(Duration.ofDays(daysAgo)).plus(LEASE).getEpochSecond();
    ByteBuffer file;
    if (mutable) {
      file = ByteBuffer.allocate(472);
      file.put("Tahoe mutable container v1\n".getBytes()).put(new byte[] {0x75, 9, 0x44, 3});
      file.put((byte) 0x8e).position(92);
      file.putLong(468).putInt(1).putInt(expiration);
    } else {
      file = ByteBuffer.allocate(12 + 72).putInt(2).putInt(0).putInt(1);
      file.putInt(12 + 68, expiration);
    }
    Path path = server.resolve("storage/shares").resolve(bucket.substring(0, 2)).resolve(bucket);
    Files.createDirectories(path);
    return Files.write(path.resolve("0"), file.array());
  }

  private static final String IMMUTABLE = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
  private static final String MUTABLE = "mmmmmmmmmmmmmmmmmmmmmmmmme";

  private static CycleResult firstCycle(Node node) throws Exception {
    return await(node, report -> report.last().isPresent()).last().orElseThrow();
  }

  private static StorageReport await(Node node, Predicate<StorageReport> wanted) throws Exception {
    // The state of the crawlers is written to files beside the shares.
    Path storage = node.directory().resolve("storage");
    try (WatchService written = storage.getFileSystem().newWatchService()) {
      storage.register(written, ENTRY_CREATE, ENTRY_MODIFY);
      while (true) {
        StorageReport report = node.storageReport().orElseThrow();
        if (wanted.test(report)) {
          return report;
        }
        WatchKey key = written.poll(1, TimeUnit.SECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
    }
  }

  @Test
  void leasesDoNotEndIfNobodySaysSo() throws Exception {
    Path server = server("", AT_ONCE);
    Path old = share(server, IMMUTABLE, false, 1000);
    try (Node node = Node.start(server, resources)) {
      assertThat(firstCycle(node).removed()).isFalse();
      assertThat(old).exists();
      assertThat(node.notices()).isEmpty();
    }
  }

  @Test
  void oldLeasesEndIfAnAgeIsSet() throws Exception {
    Path server =
        server(
            "expire.enabled = true\nexpire.mode = age\nexpire.override_lease_duration = 60 days",
            AT_ONCE);
    Path old = share(server, IMMUTABLE, false, 61);
    Path oldSlot = share(server, MUTABLE, true, 61);
    Path young = share(server, "b" + IMMUTABLE.substring(1), false, 59);
    try (Node node = Node.start(server, resources)) {
      assertThat(firstCycle(node).removed()).isTrue();
      assertThat(List.of(old, oldSlot)).noneMatch(Files::exists);
      assertThat(young).exists();
    }
  }

  @Test
  void onlyTheChosenKindOfShareExpires() throws Exception {
    Path server =
        server(
            "expire.enabled = true\nexpire.mode = age\nexpire.override_lease_duration = 1 year\n"
                + "expire.immutable = false",
            AT_ONCE);
    Path old = share(server, IMMUTABLE, false, 400);
    Path oldSlot = share(server, MUTABLE, true, 400);
    try (Node node = Node.start(server, resources)) {
      firstCycle(node);
      assertThat(old).exists();
      assertThat(oldSlot).doesNotExist();
    }
  }

  @Test
  void leasesOfBeforeADayEnd() throws Exception {
    String day = Instant.now().minus(Duration.ofDays(10)).toString().substring(0, 10);
    Path server =
        server(
            "expire.enabled = true\nexpire.mode = cutoff-date\nexpire.cutoff_date = %s\n"
                    .formatted(day)
                + "expire.mutable = no",
            AT_ONCE);
    Path old = share(server, IMMUTABLE, false, 12);
    Path oldSlot = share(server, MUTABLE, true, 12);
    Path young = share(server, "b" + IMMUTABLE.substring(1), false, 8);
    try (Node node = Node.start(server, resources)) {
      firstCycle(node);
      assertThat(old).doesNotExist();
      assertThat(oldSlot).exists();
      assertThat(young).exists();
    }
  }

  @Test
  void aDryRunTellsInTheReportAndDeletesNothing() throws Exception {
    Path server =
        server(
            "expire.enabled = true\nexpire.mode = age\nexpire.override_lease_duration = 60 days",
            AT_ONCE + "expire.dry_run = true\n");
    Path old = share(server, IMMUTABLE, false, 61);
    try (Node node = Node.start(server, resources)) {
      CycleResult found = firstCycle(node);
      assertThat(found.removed()).isFalse();
      assertThat(found.space().get(Criterion.CONFIGURED).shares()).isEqualTo(1);
      assertThat(old).exists();
      assertThat(node.notices()).anyMatch(notice -> notice.contains("expire.dry_run"));
    }
  }

  @Test
  void ageWithoutALimitIsNoticedAndDeletesNothing() throws Exception {
    Path server = server("expire.enabled = true\nexpire.mode = age", AT_ONCE);
    Path old = share(server, IMMUTABLE, false, 1000);
    try (Node node = Node.start(server, resources)) {
      firstCycle(node);
      assertThat(old).exists();
      assertThat(node.notices())
          .anyMatch(notice -> notice.contains("expire.override_lease_duration = 31 days"));
    }
  }

  @Test
  void aCommandTellsWhatWouldBeDeletedOfANodeThatRestsOrRuns() throws Exception {
    Path server =
        server(
            "expire.mode = age\nexpire.override_lease_duration = 60 days",
            "[storage]\ncrawler.delay = 1 day\n");
    Path old = share(server, IMMUTABLE, false, 61);
    share(server, MUTABLE, true, 59);
    String expected = "deleted=1, examined=2,";
    assertThat(preview(server))
        .contains("place=" + IMMUTABLE + "/0, kind=immutable, size=84,")
        .contains(expected);
    try (Node _ = Node.start(server, resources)) {
      assertThat(preview(server)).contains(expected);
    }
    assertThat(old).exists();
  }

  private static String preview(Path server) throws Exception {
    StringBuilder lines = new StringBuilder();
    ExpirationPreview.of(server).run(line -> lines.append(line).append('\n'), Instant.now());
    return lines.toString();
  }

  @Test
  void bucketsAreCountedAndTheStatusIsServedWithoutAWebApi() throws Exception {
    Path server = server("", AT_ONCE + "[node]\nstatus.port = tcp:0:interface=127.0.0.1\n");
    share(server, IMMUTABLE, false, 1);
    share(server, MUTABLE, true, 1);
    try (Node node = Node.start(server, resources)) {
      await(node, report -> report.buckets().isPresent());
      firstCycle(node);
      assertThat(node.webPort()).isEmpty();
      assertThat(get(node, "/storage"))
          .contains("Storage Server Status", "Total buckets: 2", "Expiration Disabled");
      assertThat(get(node, "/storage?t=json"))
          .contains("\"storage_server.total_bucket_count\": 2", "\"last-cycle-finished\": 0");
      assertThat(get(node, "/metrics"))
          .contains("truckee_storage_buckets 2\n")
          .contains("truckee_lease_check_shares{found=\"examined\"} 2\n")
          .contains("process_resident_memory_bytes ")
          .endsWith("# EOF\n");
    }
  }

  private static String get(Node node, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(node.statusPort().orElseThrow(), path));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }
  }

  @Test
  void optionsThatMakeNoSenseAreNamed() throws Exception {
    Path server = server("expire.enabled = true", "# nothing\n");
    assertThatThrownBy(() -> Node.start(server, resources))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is missing the [storage]expire.mode entry");
  }

  @Test
  void theLocationOfANodeIsTried() throws Exception {
    Path server = server("", AT_ONCE);
    try (Node node = Node.start(server, resources)) {
      LocationProbe.Result reached = node.location().orElseThrow().run(LocationProbe.LIMIT);
      assertThat(reached.line()).startsWith("the node is reached at tcp:127.0.0.1:");
      assertThat(reached.reached()).isTrue();
      LocationProbe.Result elsewhere =
          LocationProbe.beforehand(
              "tcp:0:interface=127.0.0.1", "tcp:127.0.0.1:" + node.storagePort().orElseThrow());
      assertThat(elsewhere.reached()).isFalse();
      assertThat(elsewhere.line()).hasLineCount(1);
    }
    LocationProbe.Result gone =
        LocationProbe.beforehand("tcp:0:interface=127.0.0.1", "tcp:127.0.0.1:1");
    assertThat(gone.reached()).isFalse();
  }
}
