package org.truckee.grid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.capability.Capability;
import org.truckee.capability.CapabilityProblem;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.grid.CapSlots;
import org.truckee.grid.CapabilityConstraintException;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.Directory;
import org.truckee.grid.FileContents;
import org.truckee.grid.FileFormat;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.KnownNode;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.NotADirectoryException;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.VerifierNode;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.immutable.Grids;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.storage.ShareNumber;

/** What is made of capabilities and paths. */
class FilesystemNodeTest {
  private static final int MIB = 1 << 20;
  private static final String WRITE =
      "URI:SSK:p2g7wiuygfkdorml76wg64im6y:hpydxmdjsfidesbbzbehtlzifandic2zyutoztblsxac5m7pbxpq";

  private final TestGrid servers = TestGrid.of(10);
  private final Grid grid = Grids.of(servers);
  private final EncodedFile file = EncodedFile.random(new Random(7), 50_000, 3, 10, MIB);

  @AfterEach
  void close() {
    grid.close();
  }

  static Stream<JsonNode> vectors() {
    try (InputStream in = FilesystemNodeTest.class.getResourceAsStream("create-from-cap.json")) {
      return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void everyPairOfCapsGivesTheNodeThatTheReferenceMakesOfIt(JsonNode vector) {
    FilesystemNode node =
        grid.node(
            new CapSlots(
                text(vector, "writecap"),
                text(vector, "readcap"),
                vector.get("deep_immutable").booleanValue(),
                "the-name"));
    JsonNode expected = vector.get("node");
    assertThat(kind(node)).isEqualTo(expected.get("kind").textValue());
    if (node instanceof VerifierNode verifier) {
      assertThat(verifier.storageIndex().map(Object::toString))
          .isEqualTo(text(expected, "storage_index"));
      return;
    }
    assertThat(node.writeCap().map(Capability::text)).isEqualTo(text(expected, "rw_uri"));
    assertThat(node.readCap().map(Capability::text)).isEqualTo(text(expected, "ro_uri"));
    assertThat(node.bestCap().map(Capability::text)).isEqualTo(text(expected, "uri"));
    switch (node) {
      case KnownNode known -> assertKnown(known, expected);
      case UnknownNode unknown -> assertUnknown(unknown, expected);
    }
    if (node instanceof ImmutableFileNode immutable) {
      assertThat(immutable.knownSize()).hasValue(expected.get("size").longValue());
    }
  }

  private static void assertKnown(KnownNode node, JsonNode expected) {
    assertThat(node.isMutable()).isEqualTo(expected.get("mutable").booleanValue());
    assertThat(node.verifier().map(Capability::text)).isEqualTo(text(expected, "verify_uri"));
    assertThat(node.storageIndex().map(Object::toString))
        .isEqualTo(text(expected, "storage_index"));
  }

  private static void assertUnknown(UnknownNode node, JsonNode expected) {
    assertThat(node.isAllegedlyImmutable())
        .isEqualTo(expected.get("alleged_immutable").booleanValue());
    JsonNode error = expected.get("error");
    assertThat(node.problem().isPresent()).isEqualTo(!error.isNull());
    node.problem().ifPresent(problem -> assertProblem(problem, error));
  }

  private static void assertProblem(CapabilityProblem problem, JsonNode error) {
    String type = error.get("class").textValue();
    switch (problem) {
      case CapabilityProblem.BadUri _ -> assertThat(type).isEqualTo("BadURIError");
      case CapabilityProblem.MustBeDeepImmutable(var _, var name) -> {
        assertThat(type).isEqualTo("MustBeDeepImmutableError");
        assertThat(name).isEqualTo(error.get("name").textValue());
      }
      case CapabilityProblem.MustBeReadonly(var _, var name) -> {
        assertThat(type).isEqualTo("MustBeReadonlyError");
        assertThat(name).isEqualTo(error.get("name").textValue());
      }
      case CapabilityProblem.MustNotBeUnknownWrite(var _, var name, var immutable) -> {
        assertThat(type).isEqualTo("MustNotBeUnknownRWError");
        assertThat(name).isEqualTo(error.get("name").textValue());
        assertThat(immutable).isEqualTo(error.get("immutable").booleanValue());
      }
    }
  }

  private static String kind(FilesystemNode node) {
    return switch (node) {
      case FileNode _, ProhibitedNode _ -> "file";
      case Directory _ -> "directory";
      case VerifierNode _ -> "ciphertext-verifier";
      case UnknownNode _ -> "unknown";
    };
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.ofNullable(node.get(key).textValue());
  }

  @Test
  void aFileIsReadCheckedAndRepairedThroughItsNode() throws Exception {
    servers.spread(file.index(), file.shares());
    FileNode node = (FileNode) grid.node(file.cap());
    assertThat(servers.servers())
        .as("making a node asks nobody")
        .allMatch(s -> s.calls().isEmpty());
    assertThat(node.format()).isEqualTo(FileFormat.CHK);
    assertThat(node.knownSize()).hasValue(50_000);
    assertThat(whole(node.contents())).isEqualTo(file.plaintext());
    assertThat(node.check(CheckOptions.VERIFY).map(CheckOutcome::healthy)).contains(true);
    servers.memory(servers.server(4)).remove(file.index(), new ShareNumber(4));
    assertThat(node.checkAndRepair(CheckOptions.QUICK).orElseThrow().successful()).isTrue();
  }

  @Test
  void aVerifyCapIsEnoughToCheckAndRepair() throws Exception {
    servers.spread(file.index(), file.shares());
    VerifierNode node = (VerifierNode) grid.node(file.cap().verifyCap());
    assertThat(node.readCap()).isEmpty();
    assertThat(node.check(CheckOptions.QUICK).map(CheckOutcome::good)).contains(10);
    assertThat(node.checkAndRepair(CheckOptions.QUICK).orElseThrow().attempted()).isFalse();
  }

  @Test
  void aLiteralFileIsReadWithoutServersAndHasNothingToCheck() throws Exception {
    FileNode node = (FileNode) grid.node(new LiteralCap(new byte[] {1, 2, 3}));
    assertThat(whole(node.contents())).containsExactly(1, 2, 3);
    assertThat(node.check(CheckOptions.VERIFY)).isEmpty();
    assertThat(node.checkAndRepair(CheckOptions.VERIFY)).isEmpty();
    assertThat(servers.count(Operation.GET_BUCKETS)).isZero();
  }

  @Test
  void aCapThatNoFileCanHaveGivesANodeThatCannotBeRead() {
    ChkReadCap cap = file.cap();
    ChkReadCap impossible = new ChkReadCap(cap.key(), cap.uriExtensionHash(), 7, 3, 100);
    FileNode node = (FileNode) grid.node(impossible);
    assertThat(node.knownSize()).isEqualTo(OptionalLong.of(100));
    assertThatThrownBy(node::contents).isInstanceOf(UnusableCapabilityException.class);
    assertThatThrownBy(() -> node.check(CheckOptions.QUICK))
        .isInstanceOf(UnusableCapabilityException.class);
  }

  @Test
  void anEmptyPathIsItsStartAndFilesHaveNoChildren() throws Exception {
    assertThat(grid.node(file.cap(), List.of())).isInstanceOf(FileNode.class);
    assertThatThrownBy(() -> grid.node(file.cap(), List.of("a", "b")))
        .isInstanceOfSatisfying(
            NotADirectoryException.class, e -> assertThat(e.name()).isEqualTo("a"));
    assertThatThrownBy(() -> grid.node(file.cap().verifyCap(), List.of("a")))
        .isInstanceOf(NotADirectoryException.class);
  }

  @Test
  void belowWhatIsNotUnderstoodThereIsNothingAndTheErrorSaysWhy() {
    assertThatThrownBy(() -> grid.node(Capability.parse("ro.x-future:1"), List.of("a")))
        .isInstanceOfSatisfying(
            NoSuchChildException.class, e -> assertThat(e.name()).isEqualTo("a"));
    assertThatThrownBy(() -> grid.node(Capability.parse("ro." + WRITE), List.of("a")))
        .isInstanceOf(CapabilityConstraintException.class)
        .hasMessageContaining("read-only")
        .hasMessageNotContaining("p2g7wiuygf");
    assertThatThrownBy(() -> grid.node(Capability.parse(WRITE), List.of("a")))
        .isInstanceOf(NotADirectoryException.class)
        .hasMessageNotContaining("p2g7wiuygf");
  }

  private static byte[] whole(FileContents contents) throws Exception {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    contents.copyTo(target);
    return target.toByteArray();
  }
}
