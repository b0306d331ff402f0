package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.crypto.Vectors;
import org.truckee.storage.Allocation;
import org.truckee.storage.BadWriteEnablerException;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ConflictingWriteException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.LocalStorageServer.OpenShare;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageStatistics;
import org.truckee.storage.UploadGoneException;
import org.truckee.storage.WriteEnabler;
import org.truckee.storage.WriteProgress;

/** The directory goes through the same states as under the reference's server. */
class ServerVectorsTest {
  private static final LeaseSecrets LEASES =
      new LeaseSecrets(new LeaseSecret(new byte[32]), new LeaseSecret(new byte[32]));

  private final SettableClock clock = new SettableClock();
  private final Map<ShareNumber, BucketWriter> writers = new HashMap<>();
  @TempDir Path directory;
  private DiskStorageServer server;
  private long available = 1_000_000_000_000L;
  private WriteProgress progress;

  static List<JsonNode> immutableScenarios() {
    return StorageVectors.list("immutable_server_scenarios");
  }

  static List<JsonNode> slotScenarios() {
    return StorageVectors.list("slot_scenarios");
  }

  static List<JsonNode> spaceRules() {
    return StorageVectors.list("space_rules");
  }

  private void start() throws Exception {
    DiskSpace space = () -> new DiskSpace.Figures(available, available, available);
    server =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory, new TubId(StorageVectors.NODE_ID))
                .withClock(clock)
                .withMonotonicClock(clock),
            Optional.of(space),
            DiskWatch.NONE);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest(name = "scenario {index}")
  @MethodSource("immutableScenarios")
  void immutableScenario(JsonNode scenario) throws Exception {
    start();
    clock.set(Instant.ofEpochSecond(scenario.required("start_time").longValue()));
    for (JsonNode step : scenario.required("steps")) {
      if (step.has("at")) {
        clock.set(Instant.ofEpochSecond(step.required("at").longValue()));
      }
      immutableStep(step);
      server.endIdleUploads();
      requireShares(step);
    }
  }

  private void immutableStep(JsonNode step) throws Exception {
    ShareNumber share = new ShareNumber(step.path("sharenum").asInt());
    String operation = step.required("op").textValue();
    switch (operation) {
      case "allocate" -> allocate(step);
      case "write" -> write(writers.get(share), step);
      case "required_ranges" -> {
        JsonNode ranges = step.required("result");
        assertThat(progress.missing())
            .extracting(range -> List.of(range.begin(), range.end()))
            .isEqualTo(
                Vectors.list(
                    ranges, range -> List.of(range.get(0).longValue(), range.get(1).longValue())));
      }
      case "close" -> close(writers.get(share), step);
      case "abort", "client connection lost" -> writers.get(share).abort();
      case "add_lease" -> server.addLease(index(step), StorageVectors.secrets(step));
      case "wait" -> clock.advance(Duration.ofSeconds(step.required("seconds").longValue()));
      case "wait 1799 s, then write sharenum 0" -> {
        clock.advance(Duration.ofSeconds(1799));
        writers.get(new ShareNumber(0)).write(0, ByteBuffer.wrap(new byte[1]));
      }
      default -> {
        assertThat(operation).matches("wait [0-9]+ s");
        clock.advance(Duration.ofSeconds(Long.parseLong(operation.split(" ")[1])));
      }
    }
  }

  private void allocate(JsonNode step) throws Exception {
    Set<ShareNumber> wanted =
        Set.copyOf(Vectors.list(step.required("sharenums"), n -> new ShareNumber(n.intValue())));
    Allocation allocation =
        server.allocateBuckets(
            index(step),
            StorageVectors.secrets(step),
            wanted,
            step.required("allocated_size").longValue());
    assertThat(numbers(allocation.alreadyHave()))
        .isEqualTo(Vectors.list(step.at("/result/already"), JsonNode::intValue));
    assertThat(numbers(allocation.writers().keySet()))
        .isEqualTo(Vectors.list(step.at("/result/allocated"), JsonNode::intValue));
    writers.putAll(allocation.writers());
  }

  private static List<Integer> numbers(Set<ShareNumber> shares) {
    return new TreeSet<>(shares).stream().map(ShareNumber::value).toList();
  }

  private void write(BucketWriter writer, JsonNode step) throws Exception {
    long offset = step.required("offset").longValue();
    ByteBuffer data = ByteBuffer.wrap(Vectors.bytes(step.required("data")));
    switch (step.at("/result/error").asText("")) {
      case "" -> {
        progress = writer.write(offset, data);
        assertThat(progress.complete()).isEqualTo(step.at("/result/complete").booleanValue());
      }
      case "ConflictingWriteError" ->
          assertThatThrownBy(() -> writer.write(offset, data))
              .isInstanceOf(ConflictingWriteException.class);
      case "DataTooLargeError" ->
          assertThatThrownBy(() -> writer.write(offset, data))
              .isInstanceOf(DataTooLargeException.class);
      default -> throw new AssertionError("unexpected error in " + step);
    }
  }

  private static void close(BucketWriter writer, JsonNode step) throws Exception {
    if (step.required("result").has("error")) {
      assertThatThrownBy(writer::close).isInstanceOf(UploadGoneException.class);
    } else {
      writer.close();
    }
  }

  @ParameterizedTest(name = "scenario {index}")
  @MethodSource("slotScenarios")
  void slotScenario(JsonNode scenario) throws Exception {
    available = scenario.required("name").textValue().startsWith("read-only") ? 0 : available;
    start();
    clock.set(Instant.ofEpochSecond(scenario.required("start_time").longValue()));
    for (JsonNode bare : scenario.required("steps")) {
      ObjectNode step = ((ObjectNode) scenario).objectNode();
      step.set("storage_index", scenario.get("storage_index"));
      step.setAll((ObjectNode) bare);
      if (step.has("at")) {
        clock.set(Instant.ofEpochSecond(step.required("at").longValue()));
      }
      slotStep(step);
      if (step.has("tree_after")) {
        requireTree(step);
      }
    }
  }

  private void slotStep(JsonNode step) throws Exception {
    List<ReadVector> ranges =
        Vectors.list(
            step.required("read"),
            range -> new ReadVector(range.get(0).longValue(), range.get(1).longValue()));
    if (step.required("op").textValue().equals("slot_readv")) {
      Set<ShareNumber> wanted =
          Set.copyOf(Vectors.list(step.required("shares"), n -> new ShareNumber(n.intValue())));
      requireData(server.readSlot(index(step), wanted, ranges), step.required("result"));
      return;
    }
    SlotSecrets secrets =
        new SlotSecrets(
            new WriteEnabler(Vectors.bytes(step.required("write_enabler"))),
            StorageVectors.secrets(step));
    Map<ShareNumber, ShareUpdate> updates = updates(step.required("test_and_write"));
    JsonNode result = step.required("result");
    switch (result.path("error").asText("")) {
      case "" -> {
        SlotAnswer answer = server.readTestWrite(index(step), secrets, updates, ranges);
        assertThat(answer.success()).isEqualTo(result.required("success").booleanValue());
        requireData(answer.data(), result.required("data"));
      }
      case "BadWriteEnablerError" ->
          assertThatThrownBy(() -> server.readTestWrite(index(step), secrets, updates, ranges))
              .isInstanceOf(BadWriteEnablerException.class)
              .hasMessage(result.required("text").textValue());
      case "NoSpace" ->
          assertThatThrownBy(() -> server.readTestWrite(index(step), secrets, updates, ranges))
              .isInstanceOf(NoSpaceException.class);
      default -> throw new AssertionError("unexpected error in " + step);
    }
  }

  private static Map<ShareNumber, ShareUpdate> updates(JsonNode node) {
    Map<ShareNumber, ShareUpdate> updates = new HashMap<>();
    node.properties()
        .forEach(
            entry ->
                updates.put(
                    new ShareNumber(Integer.parseInt(entry.getKey())), update(entry.getValue())));
    return updates;
  }

  private static ShareUpdate update(JsonNode node) {
    List<ShareUpdate.Test> tests =
        Vectors.list(
            node.required("test"),
            test ->
                new ShareUpdate.Test(
                    test.required("offset").longValue(),
                    test.required("length").longValue(),
                    Vectors.bytes(test.required("specimen"))));
    return new ShareUpdate(
        tests,
        StorageVectors.writes(node.required("write")),
        StorageVectors.newLength(node.required("new_length")));
  }

  private static void requireData(Map<ShareNumber, List<byte[]>> data, JsonNode recorded) {
    Map<String, List<String>> found = new HashMap<>();
    data.forEach(
        (share, parts) ->
            found.put(share.toString(), parts.stream().map(HexFormat.of()::formatHex).toList()));
    Map<String, List<String>> expected = new HashMap<>();
    recorded
        .properties()
        .forEach(
            entry ->
                expected.put(entry.getKey(), Vectors.list(entry.getValue(), JsonNode::textValue)));
    assertThat(found).isEqualTo(expected);
  }

  private void requireTree(JsonNode step) throws Exception {
    SortedMap<String, String> recorded = RecordedTree.recorded(step.required("tree_after"));
    assertThat(RecordedTree.comparable(RecordedTree.of(directory), recorded)).isEqualTo(recorded);
  }

  /** The same of what is complete; of uploads in progress the names alone, for they are our own. */
  private void requireShares(JsonNode step) throws Exception {
    SortedMap<String, String> recorded = RecordedTree.recorded(step.required("tree_after"));
    SortedMap<String, String> found = RecordedTree.comparable(RecordedTree.of(directory), recorded);
    assertThat(RecordedTree.complete(found)).isEqualTo(RecordedTree.complete(recorded));
    assertThat(RecordedTree.inProgress(found)).isEqualTo(RecordedTree.inProgress(recorded));
  }

  private static StorageIndex index(JsonNode step) {
    JsonNode index = step.path("storage_index");
    return new StorageIndex(
        Vectors.bytes(
            index.isMissingNode()
                ? new ObjectMapper().valueToTree("000102030405060708090a0b0c0d0e0f")
                : index));
  }

  @ParameterizedTest(name = "rule {index}")
  @MethodSource("spaceRules")
  void spaceIsPromisedOnce(JsonNode rule) throws Exception {
    start();
    long before = rule.required("allocated_in_progress").longValue();
    server.allocateBuckets(new StorageIndex(new byte[16]), LEASES, shares(List.of(0)), before);
    available = rule.required("available_space").longValue();
    byte[] other = new byte[16];
    other[0] = 1;
    Allocation allocation =
        server.allocateBuckets(
            new StorageIndex(other),
            LEASES,
            shares(Vectors.list(rule.required("sharenums_in_order"), JsonNode::intValue)),
            rule.required("allocated_size").longValue());
    assertThat(numbers(allocation.writers().keySet()))
        .isEqualTo(Vectors.list(rule.required("accepted"), JsonNode::intValue));
  }

  private static Set<ShareNumber> shares(List<Integer> numbers) {
    return Set.copyOf(numbers.stream().map(ShareNumber::new).toList());
  }

  @Test
  void advisoriesAreKeptAsFiles() throws Exception {
    start();
    for (JsonNode vector : StorageVectors.list("corruption_advisories")) {
      BigDecimal time = new BigDecimal(vector.required("time").asText());
      clock.set(
          Instant.ofEpochSecond(
              time.longValue(), time.remainder(BigDecimal.ONE).movePointRight(9).longValue()));
      ShareNumber share = new ShareNumber(vector.required("share_number").intValue());
      Allocation allocation = server.allocateBuckets(index(vector), LEASES, Set.of(share), 0);
      allocation.writers().get(share).close();
      String kind = vector.required("share_type").textValue().toUpperCase(Locale.ROOT);
      server.adviseCorruptShare(
          ShareKind.valueOf(kind),
          index(vector),
          share,
          vector.required("reason_utf8").textValue());
      Path file =
          directory
              .resolve("corruption-advisories")
              .resolve(vector.required("file_name").textValue());
      assertThat(file).hasContent(vector.required("content").textValue());
    }
    try (Stream<Path> files = Files.list(directory.resolve("corruption-advisories"))) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void immutableReadsAreClippedAtTheEndOfTheData() throws Exception {
    start();
    JsonNode vector = StorageVectors.ALL.required("immutable_reads");
    Path file = directory.resolve("shares/aa/aaaaaaaaaaaaaaaaaaaaaaaaaa/7");
    Files.createDirectories(file.getParent());
    Files.write(file, Vectors.bytes(vector.required("file")));
    try (OpenShare share =
        server
            .openShare(ShareKind.IMMUTABLE, new StorageIndex(new byte[16]), new ShareNumber(7))
            .orElseThrow()) {
      assertThat(share.length()).isEqualTo(10);
      for (JsonNode read : vector.required("reads")) {
        ByteBuffer target = ByteBuffer.allocate(read.required("length").intValue());
        int count = share.read(read.required("offset").longValue(), target);
        assertThat(HexFormat.of().formatHex(target.array(), 0, count))
            .isEqualTo(read.required("result").textValue());
      }
    }
  }

  @Test
  void bucketsAreWhereTheReferenceKeepsThem() throws Exception {
    start();
    for (JsonNode vector : StorageVectors.list("storage_index_paths")) {
      StorageIndex index = new StorageIndex(Vectors.bytes(vector.required("storage_index")));
      ShareNumber share = new ShareNumber(0);
      server.allocateBuckets(index, LEASES, Set.of(share), 1).writers().get(share).close();
      assertThat(directory.resolve("shares").resolve(vector.required("relative_dir").textValue()))
          .isDirectoryContaining(file -> file.endsWith("0"));
    }
  }

  @Test
  void latenciesAreSummedUp() throws Exception {
    start();
    for (JsonNode vector : StorageVectors.list("latency_statistics")) {
      int count = vector.required("count").intValue();
      Latencies latencies = new Latencies();
      for (int i = 0; i < count; i++) {
        latencies.record(i * 7919L % count);
      }
      if (count > 0) {
        requireLatency(latencies.summary(), vector.required("read"));
      }
    }
    assertThat(new Latencies().summary().sampleSize()).isZero();
  }

  private static void requireLatency(StorageStatistics.Latency latency, JsonNode recorded) {
    assertThat(latency.sampleSize()).isEqualTo(recorded.required("samplesize").intValue());
    assertThat(latency.mean()).isEqualTo(optional(recorded.required("mean")));
    latency
        .percentiles()
        .forEach((name, value) -> assertThat(value).isEqualTo(optional(recorded.required(name))));
    assertThat(latency.percentiles()).hasSize(recorded.size() - 2);
  }

  private static OptionalDouble optional(JsonNode node) {
    return node.isNull() ? OptionalDouble.empty() : OptionalDouble.of(node.doubleValue());
  }
}
