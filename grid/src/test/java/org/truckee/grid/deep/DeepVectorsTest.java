package org.truckee.grid.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.truckee.grid.directory.DirectoryVectors.elements;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.capability.Capability;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.DirectoryCap;
import org.truckee.capability.DirectoryReadCap;
import org.truckee.capability.DirectoryWriteCap;
import org.truckee.capability.KnownCapability;
import org.truckee.grid.Blacklist;
import org.truckee.grid.Directory;
import org.truckee.grid.client.DirectoryWorld;
import org.truckee.grid.directory.DirectoryVectors;

/** Walks over the tree that was recorded from the reference ({@code spec/03 §8–9}). */
@Timeout(60)
class DeepVectorsTest {
  private static final JsonNode VECTOR = DirectoryVectors.get("deep_traversal");

  private final DirectoryWorld world = new DirectoryWorld();

  @BeforeEach
  void putDirectories() {
    for (JsonNode directory : VECTOR.get("directories")) {
      byte[] contents = DirectoryVectors.hex(directory.get("contents_hex"));
      DirectoryCap cap = (DirectoryCap) Capability.parse(directory.get("cap").textValue());
      switch (cap) {
        case DirectoryWriteCap write -> world.files().put(write.file(), contents);
        case DirectoryReadCap(ChkReadCap chk) -> world.putImmutable(chk, contents);
        default -> {}
      }
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Directory root(JsonNode recorded) {
    return (Directory) world.node(recorded.get("root").textValue());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void theEventsComeInTheRecordedOrderHoweverManyAreReadAtATime(int parallelism) throws Exception {
    assertThat(events(root(VECTOR), parallelism)).isEqualTo(recordedEvents(VECTOR));
  }

  @Test
  void whatIsProhibitedIsAFileAndNothingBelowIt() throws Exception {
    JsonNode recorded = VECTOR.get("with_blacklist");
    world.prohibit(
        Blacklist.parse(
            recorded.get("access_blacklist").textValue().getBytes(StandardCharsets.UTF_8)));

    assertThat(events(root(recorded), 8)).isEqualTo(recordedEvents(recorded));
    assertManifest(recorded);
  }

  private static List<String> events(Directory root, int parallelism) throws Exception {
    List<String> events = new ArrayList<>();
    new DeepWalk<Object>(
            root,
            new DeepOptions(parallelism),
            NodeAction.NONE,
            event -> events.add(described(event)))
        .run();
    return events;
  }

  private static String described(DeepEvent<Object> event) {
    Optional<String> cap = event.node().bestCap().map(Capability::text);
    return switch (event) {
      case DeepEvent.Visited<Object> visited -> "visit %s %s".formatted(visited.path(), cap);
      case DeepEvent.Entered<Object> entered ->
          "enter %s %d %d".formatted(cap, entered.children(), entered.size());
      case DeepEvent.Failed<Object> _, DeepEvent.Unreadable<Object> _ -> event.toString();
    };
  }

  private static List<String> recordedEvents(JsonNode recorded) {
    return elements(recorded.get("events"))
        .map(
            event -> {
              Optional<String> cap = Optional.ofNullable(event.get("uri").textValue());
              return event.get("event").textValue().equals("add_node")
                  ? "visit %s %s".formatted(path(event), cap)
                  : "enter %s %d %d"
                      .formatted(
                          cap, event.get("children").intValue(), event.get("size").longValue());
            })
        .toList();
  }

  private static List<String> path(JsonNode event) {
    return elements(event.get("path")).map(JsonNode::textValue).toList();
  }

  static Stream<JsonNode> trees() {
    return Stream.of(
        VECTOR,
        VECTOR.get("immutable_root"),
        VECTOR.get("empty_root"),
        VECTOR.get("literal_root"),
        VECTOR.get("read_only_root"));
  }

  @ParameterizedTest
  @MethodSource("trees")
  void manifestAndStatisticsAreAsRecorded(JsonNode recorded) throws Exception {
    assertManifest(recorded);
  }

  private void assertManifest(JsonNode recorded) throws Exception {
    Manifest manifest = new BuildManifest(root(recorded), DeepOptions.DEFAULT).run();

    assertThat(manifest.entries())
        .extracting(Manifest.Entry::path)
        .isEqualTo(elements(recorded.get("manifest")).map(DeepVectorsTest::path).toList());
    assertThat(
            manifest.entries().stream()
                .map(entry -> entry.cap().map(Capability::text).orElse(null)))
        .containsExactlyElementsOf(
            elements(recorded.get("manifest"))
                .map(entry -> entry.get("cap").textValue())
                .collect(Collectors.toCollection(ArrayList::new)));
    assertStats(manifest.stats(), recorded.get("stats"));
    assertThat(manifest.trouble()).isEmpty();
    if (recorded.has("verifycaps_sorted")) {
      assertThat(manifest.verifyCaps().stream().map(KnownCapability::text).sorted())
          .containsExactlyElementsOf(texts(recorded.get("verifycaps_sorted")));
      assertThat(manifest.storageIndexes().stream().map(Object::toString).sorted())
          .containsExactlyElementsOf(texts(recorded.get("storage_index_sorted")));
    }
    CountEverything.Result counted =
        new CountEverything(root(recorded), DeepOptions.SEQUENTIAL).run();
    assertThat(counted.stats()).isEqualTo(manifest.stats());
  }

  private static List<String> texts(JsonNode array) {
    return elements(array).map(JsonNode::textValue).toList();
  }

  private static void assertStats(DeepStats stats, JsonNode recorded) {
    assertThat(stats)
        .isEqualTo(
            new DeepStats(
                recorded.get("count-immutable-files").longValue(),
                recorded.get("count-mutable-files").longValue(),
                recorded.get("count-literal-files").longValue(),
                recorded.get("count-directories").longValue(),
                recorded.get("count-unknown").longValue(),
                recorded.get("size-immutable-files").longValue(),
                recorded.get("size-literal-files").longValue(),
                recorded.get("size-directories").longValue(),
                recorded.get("largest-immutable-file").longValue(),
                recorded.get("largest-directory").longValue(),
                recorded.get("largest-directory-children").longValue(),
                elements(recorded.get("size-files-histogram"))
                    .map(
                        bucket ->
                            new DeepStats.Bucket(
                                bucket.get(0).longValue(),
                                bucket.get(1).longValue(),
                                bucket.get(2).longValue()))
                    .toList()));
    assertThat(stats.files()).isEqualTo(recorded.get("count-files").longValue());
    assertThat(stats.deepSize())
        .isEqualTo(
            recorded.get("size-immutable-files").longValue()
                + recorded.get("size-directories").longValue());
  }

  @Test
  void sizesFallIntoTheRecordedBuckets() {
    for (JsonNode bounds : DirectoryVectors.get("deep_stats_buckets")) {
      for (int i = 0; i < 2; i++) {
        assertThat(SizeHistogram.bucketOf(bounds.get(i).longValue()))
            .isEqualTo(
                new DeepStats.Bucket(bounds.get(0).longValue(), bounds.get(1).longValue(), 1));
      }
    }
    for (JsonNode vector : DirectoryVectors.get("deep_stats_bucket_of")) {
      JsonNode bounds = vector.get("bucket");
      assertThat(SizeHistogram.bucketOf(vector.get("size").longValue()))
          .isEqualTo(new DeepStats.Bucket(bounds.get(0).longValue(), bounds.get(1).longValue(), 1));
    }
    assertThat(SizeHistogram.bucketOf(Long.MAX_VALUE).max()).isEqualTo(Long.MAX_VALUE);
  }
}
