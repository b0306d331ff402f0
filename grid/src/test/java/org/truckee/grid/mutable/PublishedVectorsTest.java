package org.truckee.grid.mutable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.capability.Capability;
import org.truckee.capability.MutableFileCap;
import org.truckee.capability.MutableWriteCap;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.GridException;
import org.truckee.grid.MapMode;
import org.truckee.grid.MutableCheckResult;
import org.truckee.grid.MutableFile;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.Source;
import org.truckee.grid.UnrecoverableFileException;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.storage.WriteEnabler;

/** Files that the reference wrote, whole and damaged. */
class PublishedVectorsTest {
  static Stream<JsonNode> published() {
    return MutableVectors.list("published");
  }

  @ParameterizedTest
  @MethodSource("published")
  void filesOfTheReferenceAreReadAndWritten(JsonNode json) throws Exception {
    MutableWriteCap cap = (MutableWriteCap) Capability.parse(json.get("write_cap").textValue());
    try (MutableFixture world = new MutableFixture(10)) {
      MutableVectors.shares(json.get("slots_b64"))
          .forEach((share, bytes) -> world.put(cap, world.grid.server(share), share, bytes));
      byte[] plaintext = MutableVectors.plaintext(json);
      for (String each : List.of("write_cap", "readonly_cap")) {
        MutableFile file =
            world.client().open((MutableFileCap) Capability.parse(json.get(each).textValue()));
        assertThat(file.contents()).isEqualTo(plaintext);
      }
      MutableFile file = world.client().open(cap);
      assertThat(file.checkAndRepair(CheckOptions.VERIFY, false).after().healthy()).isTrue();
      assertThat(file.check(CheckOptions.VERIFY).healthy()).isTrue();
      assertRebuilt(world, cap.index(), json);
      file.overwrite(Source.of(new byte[] {1, 2, 3}));
      assertThat(world.elsewhere(file).contents()).containsExactly(1, 2, 3);
    }
  }

  /** Shares that were made again are what the reference had written, but for stale bytes. */
  private static void assertRebuilt(MutableFixture world, StorageIndex index, JsonNode json) {
    SortedMap<Integer, byte[]> found = new TreeMap<>();
    for (FaultyServer server : world.grid.servers()) {
      world
          .grid
          .memory(server)
          .shares(index)
          .forEach((share, bytes) -> found.put(share.value(), bytes));
    }
    boolean whole = !json.has("note");
    json.get("slot_sha256")
        .properties()
        .forEach(
            each -> {
              int share = Integer.parseInt(each.getKey());
              String hash = HexFormat.of().formatHex(Hashes.sha256(found.get(share)));
              boolean kept = json.get("slots_b64").has(each.getKey());
              if (kept || whole) {
                assertThat(hash).isEqualTo(each.getValue().textValue());
              }
            });
  }

  @ParameterizedTest
  @MethodSource("published")
  void writeEnablersAreThoseThatServersOfTheReferenceHave(JsonNode json) {
    MutableWriteCap cap = (MutableWriteCap) Capability.parse(json.get("write_cap").textValue());
    assertThat(json.get("servers").size()).isPositive();
    for (JsonNode server : json.get("servers")) {
      WriteEnabler enabler =
          WriteEnabler.of(cap.writeKey(), new TubId(MutableVectors.hex(server.get("tubid"))));
      assertThat(enabler.bytes()).isEqualTo(MutableVectors.hex(server.get("write_enabler")));
    }
  }

  static Stream<JsonNode> invalid() {
    return MutableVectors.list("invalid_shares");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void damagedSharesAreTakenAsTheReferenceTakesThem(JsonNode json) throws Exception {
    MutableVectors.Case base =
        MutableVectors.caseOf(json.get("base_share").get("case").textValue());
    MutableWriteCap cap = base.keys().cap(base.format());
    byte[] share = mutated(base.shares().get(0), json.get("mutation"));
    JsonNode reference = json.get("reference");
    try (MutableFixture world = new MutableFixture(3, 1, 1)) {
      world.put(cap, world.grid.server(1), 0, share);
      MutableFile file = world.client().open(cap);
      assertThat(!file.map(MapMode.CHECK).recoverable().isEmpty())
          .as("map")
          .isEqualTo(isAccepted(json));
      assertRead(file, reference.get("read").textValue(), base.plaintext());
      MutableCheckResult check = world.client().open(cap).check(CheckOptions.VERIFY);
      boolean wellVerified = check.healthy() && check.corrupt().isEmpty();
      assertThat(wellVerified)
          .as("verify")
          .isEqualTo(reference.get("verify_healthy").booleanValue());
      List<String> reasons = new ArrayList<>();
      reference.get("verify_corrupt_reasons").forEach(each -> reasons.add(each.textValue()));
      if (isAccepted(json)) {
        assertThat(check.corrupt()).hasSameSizeAs(reasons);
      }
      if (!reference.get("mapupdate_accepts").booleanValue()) {
        assertThat(world.grid.server(1).awaitAdvisories(1)).isNotEmpty();
      }
    }
  }

  /** Shares whose table of offsets makes no sense are turned away a step before the reference. */
  private static boolean isAccepted(JsonNode json) {
    return json.get("reference").get("mapupdate_accepts").booleanValue()
        && !json.get("what").textValue().contains("offset");
  }

  private static void assertRead(MutableFile file, String outcome, byte[] plaintext)
      throws Exception {
    switch (outcome) {
      case "ok" -> assertThat(file.contents()).isEqualTo(plaintext);
      case "UnrecoverableFileError" ->
          assertThatThrownBy(file::contents).isInstanceOf(UnrecoverableFileException.class);
      case "NotEnoughSharesError" ->
          assertThatThrownBy(file::contents)
              .isInstanceOfAny(NotEnoughSharesException.class, UnrecoverableFileException.class);
      default -> assertThatThrownBy(file::contents).isInstanceOf(GridException.class);
    }
  }

  private static byte[] mutated(byte[] share, JsonNode mutation) {
    if (mutation.isNull()) {
      return share;
    }
    return switch (mutation.get("op").textValue()) {
      case "xor" -> {
        byte[] bytes = share.clone();
        bytes[mutation.get("offset").intValue()] ^= (byte) mutation.get("mask").intValue();
        yield bytes;
      }
      case "truncate" -> Arrays.copyOf(share, mutation.get("length").intValue());
      case "append" -> MutableFixture.concat(share, MutableVectors.hex(mutation.get("hex")));
      default -> throw new IllegalStateException(mutation.toString());
    };
  }
}
