package org.truckee.capability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.Vectors;

/** The capability strings that were recorded from the reference. */
class CapabilityVectorsTest {
  private static final JsonNode VECTORS =
      Vectors.load(CapabilityVectorsTest.class, "/vectors/capabilities.json");

  @ParameterizedTest
  @MethodSource("caps")
  void everyKindHasTheFieldsAndDerivedCapsThatWereRecorded(JsonNode vector) {
    KnownCapability cap = (KnownCapability) Capability.parse(vector.get("string").textValue());

    assertThat(referenceClass(cap)).isEqualTo(vector.get("class").textValue());
    assertThat(cap.text()).isEqualTo(vector.get("string").textValue());
    assertThat(cap.isReadOnly()).isEqualTo(vector.get("is_readonly").booleanValue());
    assertThat(cap.isMutable()).isEqualTo(vector.get("is_mutable").booleanValue());
    assertThat(cap.readOnly().text()).isEqualTo(vector.get("readonly").textValue());
    assertThat(cap.verifier().map(Capability::text)).isEqualTo(text(vector.get("verify")));
    assertThat(cap.storageIndex().map(StorageIndex::toString))
        .isEqualTo(text(vector.get("storage_index_base32")));
    switch (cap) {
      case FileCap file -> assertFields(file, vector);
      case DirectoryCap directory ->
          assertThat(directory.file().text()).isEqualTo(vector.get("inner").textValue());
    }
  }

  private static void assertFields(FileCap cap, JsonNode vector) {
    switch (cap) {
      case ChkReadCap chk -> {
        assertThat(hex(chk.key().bytes())).isEqualTo(vector.get("key_hex").textValue());
        assertEncoding(chk, vector);
      }
      case ChkVerifyCap chk -> assertEncoding(chk, vector);
      case LiteralCap literal -> {
        assertThat(hex(literal.data())).isEqualTo(vector.get("data_hex").textValue());
        assertThat(literal.size()).isEqualTo(literal.data().length);
      }
      case MutableWriteCap write -> {
        assertThat(hex(write.writeKey().bytes())).isEqualTo(vector.get("writekey_hex").textValue());
        assertThat(hex(write.readOnly().readKey().bytes()))
            .isEqualTo(vector.get("readkey_hex").textValue());
        assertMutable(write, vector);
      }
      case MutableReadCap read -> {
        assertThat(hex(read.readKey().bytes())).isEqualTo(vector.get("readkey_hex").textValue());
        assertMutable(read, vector);
      }
      case MutableVerifyCap verify -> assertMutable(verify, vector);
    }
  }

  private static void assertEncoding(ChkCap chk, JsonNode vector) {
    assertThat(hex(chk.uriExtensionHash().bytes()))
        .isEqualTo(vector.get("uri_extension_hash_hex").textValue());
    assertThat(chk.needed()).isEqualTo(vector.get("needed_shares").intValue());
    assertThat(chk.total()).isEqualTo(vector.get("total_shares").intValue());
    assertThat(chk.size()).isEqualTo(vector.get("size").longValue());
    assertThat(hex(chk.index().bytes())).isEqualTo(vector.get("storage_index_hex").textValue());
    assertThat(chk.isUsable()).isTrue();
  }

  private static void assertMutable(MutableFileCap cap, JsonNode vector) {
    assertThat(hex(cap.fingerprint().bytes())).isEqualTo(vector.get("fingerprint_hex").textValue());
    assertThat(hex(cap.index().bytes())).isEqualTo(vector.get("storage_index_hex").textValue());
  }

  @ParameterizedTest
  @MethodSource("parsing")
  void everyStringIsUnderstoodOrRefusedAsItWasRecorded(JsonNode vector) {
    Capability cap =
        Capability.parse(
            vector.get("input").textValue(),
            vector.get("deep_immutable").booleanValue(),
            "childname");

    assertThat(referenceClass(cap)).isEqualTo(vector.get("class").textValue());
    assertThat(cap.text()).isEqualTo(vector.get("to_string").textValue());
    if (cap instanceof UnknownCapability unknown) {
      assertProblem(unknown.problem(), vector);
    }
  }

  private static void assertProblem(Optional<CapabilityProblem> problem, JsonNode vector) {
    assertThat(problem.map(CapabilityVectorsTest::referenceClass))
        .isEqualTo(text(vector.path("error_class")));
    switch (problem.orElse(new CapabilityProblem.BadUri(""))) {
      case CapabilityProblem.BadUri _, CapabilityProblem.MustNotBeUnknownWrite _ ->
          assertThat(vector.has("error_message")).isFalse();
      case CapabilityProblem.MustBeDeepImmutable(String message, String name) -> {
        assertThat(message).isEqualTo(vector.get("error_message").textValue());
        assertThat(name).isEqualTo(vector.get("error_name").textValue());
      }
      case CapabilityProblem.MustBeReadonly(String message, String name) -> {
        assertThat(message).isEqualTo(vector.get("error_message").textValue());
        assertThat(name).isEqualTo(vector.get("error_name").textValue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("literals")
  void literalCapsHoldTheirData(JsonNode vector) {
    byte[] data = Vectors.bytes(vector.get("plaintext"));

    LiteralCap cap = new LiteralCap(data);

    assertThat(cap.text()).isEqualTo(vector.get("cap").textValue());
    assertThat(Capability.parse(cap.text())).isEqualTo(cap);
    assertThat(data.length).isLessThanOrEqualTo(LiteralCap.MAX_UPLOAD_SIZE);
    assertThat(LiteralCap.MAX_UPLOAD_SIZE).isEqualTo(VECTORS.get("literal_threshold").intValue());
  }

  static Stream<JsonNode> caps() {
    return vectors("caps");
  }

  /**
   * All of them but one: the reference knows no largest size, we refuse what is no {@code long};
   * see {@link CapabilityTest#numbersThatNoFileHasMakeACapUnknown}.
   */
  static Stream<JsonNode> parsing() {
    return vectors("cap_parsing")
        .filter(vector -> !vector.path("note").asText().startsWith("sizes are unbounded"));
  }

  static Stream<JsonNode> literals() {
    return vectors("literals");
  }

  private static Stream<JsonNode> vectors(String name) {
    return StreamSupport.stream(VECTORS.required(name).spliterator(), false);
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node.textValue());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String referenceClass(CapabilityProblem problem) {
    return switch (problem) {
      case CapabilityProblem.BadUri _ -> "BadURIError";
      case CapabilityProblem.MustBeDeepImmutable _ -> "MustBeDeepImmutableError";
      case CapabilityProblem.MustBeReadonly _ -> "MustBeReadonlyError";
      case CapabilityProblem.MustNotBeUnknownWrite _ -> "MustNotBeUnknownRWError";
    };
  }

  private static String referenceClass(Capability cap) {
    return switch (cap) {
      case UnknownCapability _ -> "UnknownURI";
      case ChkReadCap _ -> "CHKFileURI";
      case ChkVerifyCap _ -> "CHKFileVerifierURI";
      case LiteralCap _ -> "LiteralFileURI";
      case MutableWriteCap file -> "Writeable" + format(file) + "FileURI";
      case MutableReadCap file -> "Readonly" + format(file) + "FileURI";
      case MutableVerifyCap file -> format(file) + "VerifierURI";
      case DirectoryWriteCap(MutableWriteCap file) -> directoryFormat(file) + "DirectoryURI";
      case DirectoryReadCap(ChkReadCap _) -> "ImmutableDirectoryURI";
      case DirectoryReadCap(LiteralCap _) -> "LiteralDirectoryURI";
      case DirectoryReadCap(MutableReadCap file) ->
          "Readonly" + directoryFormat(file) + "DirectoryURI";
      case DirectoryVerifyCap(ChkVerifyCap _) -> "ImmutableDirectoryURIVerifier";
      case DirectoryVerifyCap(MutableVerifyCap file) ->
          directoryFormat(file) + "DirectoryURIVerifier";
    };
  }

  private static String format(MutableFileCap file) {
    return file.format() == MutableFormat.SDMF ? "SSK" : "MDMF";
  }

  private static String directoryFormat(MutableFileCap file) {
    return file.format() == MutableFormat.SDMF ? "" : "MDMF";
  }
}
