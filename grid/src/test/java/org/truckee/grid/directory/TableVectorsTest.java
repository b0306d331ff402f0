package org.truckee.grid.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.truckee.grid.directory.DirectoryVectors.cap;
import static org.truckee.grid.directory.DirectoryVectors.elements;
import static org.truckee.grid.directory.DirectoryVectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.capability.Capability;
import org.truckee.capability.CapabilityProblem;
import org.truckee.capability.DirectoryCap;
import org.truckee.capability.UnknownCapability;
import org.truckee.capability.WriteKey;
import org.truckee.crypto.Netstring;
import org.truckee.crypto.NetstringException;
import org.truckee.grid.CapSlots;
import org.truckee.grid.CapabilityConstraintException;
import org.truckee.grid.DamagedEntry;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryListing;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Link;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.client.DirectoryWorld;

/** The table of links in both directions, as the reference has it ({@code spec/03 §2}). */
class TableVectorsTest {
  private static final byte[] NOTHING = {};

  private final DirectoryWorld world = new DirectoryWorld();

  @AfterEach
  void close() {
    world.close();
  }

  /** Lengths that only the reference's number parser takes are refused; nobody writes them. */
  @ParameterizedTest
  @MethodSource("netstrings")
  void aFieldIsReadIfItIsAsAnyWriterWritesIt(JsonNode vector) throws Exception {
    byte[] input = hex(vector.get("input_hex"));
    boolean plain = vector.get("input").textValue().matches("(?s)[0-9]+:.*");
    if (vector.get("ok").booleanValue() && plain) {
      Netstring.Span span = Netstring.span(input, 0, input.length);
      assertThat(Arrays.copyOfRange(input, span.start(), span.end()))
          .isEqualTo(hex(vector.get("value_hex")));
      assertThat(span.next()).isEqualTo(vector.get("next_position").intValue());
    } else {
      assertThatExceptionOfType(NetstringException.class)
          .isThrownBy(() -> Netstring.span(input, 0, input.length));
    }
  }

  static Stream<JsonNode> netstrings() {
    return DirectoryVectors.section("netstring_parse_one");
  }

  @ParameterizedTest
  @MethodSource("sealedSlots")
  void aWriteCapIsEncipheredAsItWasRecorded(JsonNode vector) {
    SlotCipher cipher = new SlotCipher(new WriteKey(hex(vector.get("writekey_hex"))));
    byte[] cap = vector.get("rw_uri").textValue().getBytes(StandardCharsets.UTF_8);

    assertThat(cipher.seal(cap)).isEqualTo(hex(vector.get("field_hex")));
    assertThat(cipher.open(hex(vector.get("field_hex")))).isEqualTo(cap);
  }

  static Stream<JsonNode> sealedSlots() {
    return DirectoryVectors.section("rwcap_encrypt");
  }

  @ParameterizedTest
  @MethodSource("oddSlots")
  void aDamagedSlotGivesWhatItGivesTheReference(JsonNode vector) {
    SlotCipher cipher = new SlotCipher(new WriteKey(hex(vector.get("writekey_hex"))));

    assertThat(cipher.open(hex(vector.get("field_hex"))))
        .isEqualTo(hex(vector.get("plaintext_hex")));
  }

  static Stream<JsonNode> oddSlots() {
    return DirectoryVectors.section("rwcap_decrypt");
  }

  @ParameterizedTest
  @MethodSource("prefixes")
  void aPrefixThatFollowsFromThePlaceIsNotStored(JsonNode vector) throws Exception {
    boolean immutable = vector.get("deep_immutable").booleanValue();
    FilesystemNode child =
        new UnknownNode(
            Optional.empty(),
            Optional.of(new UnknownCapability(vector.get("ro_uri").textValue(), Optional.empty())),
            Optional.empty());
    TableAccess access = new TableAccess(Optional.empty(), immutable, world.grid()::node);

    byte[] entry = new EntryWriter(access).write("n", child, DirectoryVectors.metadata(EMPTY));

    byte[] fields = Netstring.split(entry, 0, 1).elements().getFirst();
    assertThat(new String(Netstring.split(fields, 0, 2).elements().get(1), StandardCharsets.UTF_8))
        .isEqualTo(vector.get("stored").textValue());
  }

  private static final JsonNode EMPTY =
      com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();

  static Stream<JsonNode> prefixes() {
    return DirectoryVectors.section("strip_prefix_for_ro");
  }

  @ParameterizedTest
  @MethodSource("names")
  void namesAreNormalizedAndStoredAsRecorded(JsonNode vector) throws Exception {
    String normal = ChildNames.normalize(vector.get("name").textValue());

    assertThat(normal).isEqualTo(vector.get("nfc").textValue());
    assertThat(ChildNames.encode(normal)).isEqualTo(hex(vector.get("utf8_hex")));
    byte[] stored = vector.get("name").textValue().getBytes(StandardCharsets.UTF_8);
    assertThat(ChildNames.decode(stored, 0, stored.length)).isEqualTo(normal);
  }

  static Stream<JsonNode> names() {
    return DirectoryVectors.section("name_normalization");
  }

  @Test
  void namesAreSortedByCodePoints() {
    JsonNode vector = DirectoryVectors.get("name_sort");
    List<String> names =
        elements(vector.get("names")).map(JsonNode::textValue).map(ChildNames::normalize).toList();

    assertThat(names.stream().sorted(ChildNames.ORDER))
        .containsExactlyElementsOf(
            elements(vector.get("sorted_nfc")).map(JsonNode::textValue).toList());
  }

  @ParameterizedTest
  @MethodSource("packed")
  void childrenArePackedAsRecorded(JsonNode vector) {
    boolean immutable = vector.get("deep_immutable").booleanValue();
    Optional<SlotCipher> cipher =
        Optional.ofNullable(vector.get("writekey_hex").textValue())
            .map(unused -> new SlotCipher(new WriteKey(hex(vector.get("writekey_hex")))));
    TableAccess access = new TableAccess(cipher, immutable, world.grid()::node);
    boolean madeImmutable = vector.get("label").textValue().contains("made in immutable context");

    if (vector.has("packed_hex")) {
      assertThat(pack(vector, access, madeImmutable)).isEqualTo(hex(vector.get("packed_hex")));
    } else {
      assertRefused(catchThrowable(() -> pack(vector, access, madeImmutable)), vector.get("error"));
    }
  }

  static Stream<JsonNode> packed() {
    return DirectoryVectors.section("pack")
        .filter(vector -> !vector.get("label").textValue().equals("metadata must be an object"));
  }

  private byte[] pack(JsonNode vector, TableAccess access, boolean madeImmutable) {
    TableDraft draft = TableDraft.of(EntryTable.parse(NOTHING, access));
    try {
      for (JsonNode child : vector.get("children")) {
        String name = child.get("name").textValue();
        FilesystemNode node =
            world
                .grid()
                .node(
                    new CapSlots(
                        cap(child.get("rw_uri")), cap(child.get("ro_uri")), madeImmutable, name));
        draft.put(name, node, DirectoryVectors.metadata(child.get("metadata")));
      }
      return draft.contents();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertRefused(Throwable thrown, JsonNode error) {
    assertThat(thrown).hasCauseInstanceOf(CapabilityConstraintException.class);
    CapabilityProblem problem = ((CapabilityConstraintException) thrown.getCause()).problem();
    String expected = error.get("class").textValue();
    switch (problem) {
      case CapabilityProblem.BadUri _ -> assertThat(expected).isEqualTo("BadURIError");
      case CapabilityProblem.MustBeReadonly(String _, String name) -> {
        assertThat(expected).isEqualTo("MustBeReadonlyError");
        assertThat(name).isEqualTo(error.get("args").get(1).textValue());
      }
      case CapabilityProblem.MustBeDeepImmutable(String _, String name) -> {
        assertThat(expected).isEqualTo("MustBeDeepImmutableError");
        assertThat(name).isEqualTo(error.get("args").get(1).textValue());
      }
      case CapabilityProblem.MustNotBeUnknownWrite(String _, String name, boolean immutable) -> {
        assertThat(expected).isEqualTo("MustNotBeUnknownRWError");
        assertThat(name).isEqualTo(error.get("args").get(1).textValue());
        assertThat(immutable).isEqualTo(error.get("args").get(2).booleanValue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("unpacked")
  void contentsAreUnderstoodAsRecorded(JsonNode vector) throws Exception {
    byte[] contents = hex(vector.get("contents_hex"));
    EntryTable table = EntryTable.parse(contents, access(vector));

    DirectoryListing listing = table.list();

    if (vector.has("error")) {
      boolean verifyCap = vector.get("label").textValue().startsWith("CHK verify cap");
      assertThat(listing.damaged().isEmpty()).as("the reference gives up").isEqualTo(verifyCap);
      assertThat(TableDraft.of(table).contents()).isEqualTo(contents);
      return;
    }
    List<Link> links =
        listing.links().stream()
            .sorted(Comparator.comparing(Link::name, ChildNames.ORDER))
            .toList();
    assertThat(links.stream().map(Link::name))
        .containsExactlyElementsOf(names(vector.get("children")));
    for (int i = 0; i < links.size(); i++) {
      assertLink(links.get(i), vector.get("children").get(i));
    }
    assertThat(listing.damaged().stream().map(DamagedEntry::name).flatMap(Optional::stream))
        .containsExactlyElementsOf(names(vector.get("dropped")));
    assertRepacked(vector, contents, table);
  }

  /** What the reference drops is kept, otherwise the same is written. */
  private static void assertRepacked(JsonNode vector, byte[] contents, EntryTable table)
      throws Exception {
    byte[] repacked = TableDraft.of(table).contents();
    if (!vector.get("dropped").isEmpty()) {
      assertThat(repacked).hasSameSizeAs(contents);
      assertThat(EntryTable.parse(repacked, table.access()).list().damaged())
          .isEqualTo(table.list().damaged());
    } else if (vector.hasNonNull("repacked_hex_if_different")) {
      assertThat(repacked).isEqualTo(hex(vector.get("repacked_hex_if_different")));
    } else {
      assertThat(repacked).isEqualTo(contents);
    }
  }

  private TableAccess access(JsonNode vector) {
    DirectoryCap cap = (DirectoryCap) Capability.parse(vector.get("dircap").textValue());
    return TableAccess.of(cap, world.grid()::node);
  }

  private static List<String> names(JsonNode children) {
    return elements(children).map(child -> child.get("name").textValue()).toList();
  }

  private static void assertLink(Link link, JsonNode expected) {
    assertThat(link.metadata()).isEqualTo(DirectoryVectors.metadata(expected.get("metadata")));
    String kind = expected.get("kind").textValue();
    if (kind.equals("ciphertext-verifier")) {
      assertThat(link.node()).isInstanceOf(UnknownNode.class);
      return;
    }
    assertThat(link.node() instanceof Directory).isEqualTo(kind.equals("directory"));
    assertThat(link.node() instanceof UnknownNode).isEqualTo(kind.equals("unknown"));
    assertThat(link.node().bestCap().map(Capability::text)).isEqualTo(cap(expected.get("uri")));
    assertThat(link.node().writeCap().map(Capability::text)).isEqualTo(cap(expected.get("rw_uri")));
    assertThat(link.node().readCap().map(Capability::text)).isEqualTo(cap(expected.get("ro_uri")));
    assertThat(link.node().isAllowedInImmutable())
        .isEqualTo(expected.get("allowed_in_immutable_directory").booleanValue());
  }

  static Stream<JsonNode> unpacked() {
    return DirectoryVectors.section("unpack");
  }

  @ParameterizedTest
  @MethodSource("updates")
  void metadataFollowsFromWhatWasThereAndWhatIsGiven(JsonNode vector) {
    assertThat(
            LinkMetadata.update(
                    DirectoryVectors.optionalMetadata(vector.get("old")),
                    DirectoryVectors.optionalMetadata(vector.get("new")),
                    vector.get("now").doubleValue())
                .json())
        .isEqualTo(vector.get("result_json").textValue());
  }

  static Stream<JsonNode> updates() {
    return DirectoryVectors.section("update_metadata");
  }
}
