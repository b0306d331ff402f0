package org.truckee.grid.mutable.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.GridServer;
import org.truckee.grid.MapMode;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableShareLayout;
import org.truckee.grid.mutable.MutableVectors;
import org.truckee.grid.mutable.RootHash;
import org.truckee.grid.mutable.Salt;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.VersionHeader;
import org.truckee.grid.simulation.TestGrid;

/** Maps say what the reference's say, and end when those end. */
class MapVectorsTest {
  static Stream<JsonNode> boundaries() {
    return MutableVectors.list("mode_write_boundary");
  }

  @ParameterizedTest
  @MethodSource("boundaries")
  void aMapForWritingEndsWhereTheSharesEnd(JsonNode json) {
    List<MapPolicy.State> states =
        json.get("states_in_permuted_order")
            .textValue()
            .chars()
            .mapToObj(
                state ->
                    switch (state) {
                      case 'x' -> MapPolicy.State.BAD;
                      case '0' -> MapPolicy.State.EMPTY;
                      case '1' -> MapPolicy.State.HOLDER;
                      default -> MapPolicy.State.UNKNOWN;
                    })
            .toList();
    MapPolicy policy = new MapPolicy(MapMode.WRITE, json.get("epsilon").intValue(), 10);
    int wanted =
        policy.wanted(
            new MapPolicy.Progress(
                states,
                json.get("queries_outstanding").intValue(),
                100,
                json.get("unasked_servers").intValue(),
                json.get("have_recoverable").booleanValue(),
                false,
                json.get("need_privkey").booleanValue()));
    String decision = json.get("decision").textValue();
    assertThat(wanted == 0 ? "done" : "keep %d in flight".formatted(wanted)).isEqualTo(decision);
  }

  static Stream<JsonNode> maps() {
    return MutableVectors.list("servermap");
  }

  @ParameterizedTest
  @MethodSource("maps")
  void aMapKnowsItsVersions(JsonNode json) {
    TestGrid grid = TestGrid.of(20);
    Map<String, Version> versions = new HashMap<>();
    TreeMap<Place, KnownShare> shares = new TreeMap<>();
    for (JsonNode each : json.get("versions")) {
      Version version = version(each);
      versions.put(each.get("name").textValue(), version);
      for (JsonNode share : each.get("shares")) {
        GridServer server = grid.member(grid.server(share.get(0).intValue()));
        Place place = new Place(server, share.get(1).intValue());
        shares.put(place, new KnownShare(place, version, SlotBytes.NONE));
      }
    }
    ServerMap map = new ServerMap(MapMode.CHECK, shares, new TreeMap<>(), Set.of(), Map.of());
    assertThat(map.recoverable())
        .containsExactlyInAnyOrderElementsOf(named(json.get("recoverable"), versions));
    assertThat(map.unrecoverable())
        .containsExactlyInAnyOrderElementsOf(named(json.get("unrecoverable"), versions));
    assertThat(map.best())
        .isEqualTo(
            Optional.ofNullable(json.get("best_recoverable").textValue()).map(versions::get));
    assertThat(map.highestSequenceNumber()).isEqualTo(json.get("highest_seqnum").longValue());
    assertThat(map.needsMerge()).isEqualTo(json.get("needs_merge").booleanValue());
    List<Version> newer = new ArrayList<>();
    json.get("unrecoverable_newer")
        .fieldNames()
        .forEachRemaining(name -> newer.add(versions.get(name)));
    assertThat(map.unrecoverableNewer()).containsExactlyInAnyOrderElementsOf(newer);
    json.get("summary_of_each")
        .properties()
        .forEach(
            each ->
                assertThat(versions.get(each.getKey()).toString())
                    .isEqualTo(each.getValue().textValue()));
  }

  private static List<Version> named(JsonNode names, Map<String, Version> versions) {
    List<Version> named = new ArrayList<>();
    names.forEach(name -> named.add(versions.get(name.textValue())));
    return named;
  }

  private static Version version(JsonNode json) {
    byte[] root = new byte[32];
    Arrays.fill(root, MutableVectors.hex(json.get("root_hash_byte_repeated"))[0]);
    Geometry geometry =
        new Geometry(
            MutableFormat.SDMF, json.get("k").intValue(), json.get("n").intValue(), 60, 60);
    VersionHeader header =
        new VersionHeader(
            json.get("seqnum").longValue(),
            new RootHash(root),
            Optional.of(new Salt(new byte[16])),
            geometry);
    return new Version(header, MutableShareLayout.ofNew(geometry, 294, 1218, 256));
  }
}
