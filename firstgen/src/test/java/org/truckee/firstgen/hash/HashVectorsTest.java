package org.truckee.firstgen.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.truckee.firstgen.OldVectors.bytes;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.crypto.Netstring;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.UsesVectors;

@UsesVectors({"sha256_2007", "hash_functions", "z_base_32", "empty_leaf_hash", "hash_trees"})
final class HashVectorsTest {
  private static final int PIECE = 1 << 16;

  /** The long ones take their time, so all are hashed at once; by their lengths. */
  private static Map<Long, byte[]> found;

  @BeforeAll
  static void hashAll() {
    found =
        digests()
            .parallel()
            .collect(
                Collectors.toConcurrentMap(
                    vector -> vector.path("length").asLong(), HashVectorsTest::hashed));
  }

  static Stream<JsonNode> digests() {
    return OldVectors.stream(OldVectors.get("sha256_2007"));
  }

  private static byte[] hashed(JsonNode vector) {
    long length = vector.path("length").asLong();
    byte value = (byte) (vector.path("message_rule").asText().endsWith("0x61") ? 0x61 : 0);
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, value);
    OldSha256 hash = OldSha256.ofLength(length);
    for (long left = length; left > 0; left -= PIECE) {
      hash.update(piece, 0, (int) Math.min(left, PIECE));
    }
    return hash.finish();
  }

  @ParameterizedTest
  @MethodSource("digests")
  void theHashFunctionHasTheFaultOfItsAge(JsonNode vector) {
    byte[] digest = found.get(vector.path("length").asLong());
    assertThat(digest).isEqualTo(bytes(vector, "digest"));
    assertThat(Arrays.equals(digest, bytes(vector, "standard_sha256")))
        .isEqualTo(vector.path("same").asBoolean());
  }

  /** The faulty function is right where the fault is not: one block more is a message, too. */
  @Property(tries = 200)
  void theFaultyPaddingIsTheStandardOneOfALongerMessage(
      @ForAll @Size(max = 300) byte[] message, @ForAll @IntRange(max = 64) int cut)
      throws Exception {
    int length = message.length - message.length % 64 + 55;
    byte[] faulty = Arrays.copyOf(message, length);
    OldSha256 hash = OldSha256.ofLength(length);
    int first = Math.min(cut, length);
    hash.update(faulty, 0, first).update(faulty, first, length - first);
    assertThat(hash.finish())
        .isEqualTo(OldSha256.hash(faulty))
        .isNotEqualTo(MessageDigest.getInstance("SHA-256").digest(faulty));
  }

  static Stream<JsonNode> tagged() {
    return OldVectors.stream(OldVectors.get("hash_functions").path("named"));
  }

  @ParameterizedTest
  @MethodSource("tagged")
  void everyTagGivesItsHash(JsonNode vector) {
    OldTag tag =
        switch (vector.path("function").asText()) {
          case "storage_index_chk_hash" -> OldTag.STORAGE_INDEX;
          case "block_hash" -> OldTag.BLOCK;
          case "uri_extension_hash" -> OldTag.URI_EXTENSION;
          case "plaintext_hash" -> OldTag.PLAINTEXT;
          case "crypttext_hash" -> OldTag.CRYPTTEXT;
          case "crypttext_segment_hash" -> OldTag.CRYPTTEXT_SEGMENT;
          case "plaintext_segment_hash" -> OldTag.PLAINTEXT_SEGMENT;
          case "key_hash" -> OldTag.CONTENT_KEY;
          case "dir_write_enabler_hash" -> OldTag.WRITE_ENABLER;
          case "dir_read_key_hash" -> OldTag.READ_KEY;
          case "dir_index_hash" -> OldTag.DIRECTORY_INDEX;
          default -> throw new AssertionError("unknown function in " + vector);
        };
    byte[] expected = bytes(vector, "out");
    assertThat(tag.truncated(bytes(vector, "in"), expected.length)).isEqualTo(expected);
  }

  static Stream<JsonNode> netstrings() {
    return OldVectors.stream(OldVectors.get("hash_functions").path("netstring"));
  }

  @ParameterizedTest
  @MethodSource("netstrings")
  void aTagIsFramed(JsonNode vector) {
    assertThat(Netstring.encode(bytes(vector, "in"))).isEqualTo(bytes(vector, "out"));
  }

  static Stream<JsonNode> values() {
    return OldVectors.stream(OldVectors.get("hash_functions").path("tagged_hash"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aTagGoesBeforeAValue(JsonNode vector) {
    byte[] tag = vector.path("tag").asText().getBytes();
    assertThat(OldTag.hashWith(tag, bytes(vector, "value"))).isEqualTo(bytes(vector, "out"));
  }

  static Stream<JsonNode> pairs() {
    return OldVectors.stream(OldVectors.get("hash_functions").path("tagged_pair_hash"));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aTagGoesBeforeTwoValues(JsonNode vector) {
    byte[] tag = vector.path("tag").asText().getBytes();
    assertThat(OldTag.hashPairWith(tag, bytes(vector, "v1"), bytes(vector, "v2")))
        .isEqualTo(bytes(vector, "out"));
  }

  static Stream<JsonNode> macs() {
    return OldVectors.stream(OldVectors.get("hash_functions").path("hmac"));
  }

  @ParameterizedTest
  @MethodSource("macs")
  void theCodeOfSlotsIsNotHmac(JsonNode vector) {
    assertThat(SlotMac.of(bytes(vector, "key"), bytes(vector, "data")))
        .isEqualTo(bytes(vector, "out"));
  }

  static Stream<JsonNode> encodings() {
    return OldVectors.stream(OldVectors.get("z_base_32").path("encode"));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void bytesHaveATextAndTheTextHasTheBytes(JsonNode vector) {
    byte[] bytes = bytes(vector, "bytes");
    String text = vector.path("text").asText();
    assertThat(ZBase32.encode(bytes)).isEqualTo(text);
    assertThat(ZBase32.decode(text)).isEqualTo(bytes);
  }

  static Stream<JsonNode> decodings() {
    return OldVectors.stream(OldVectors.get("z_base_32").path("decode"));
  }

  @ParameterizedTest
  @MethodSource("decodings")
  void aTextHasBytesOrIsRefused(JsonNode vector) {
    String text = vector.path("text").asText();
    if (vector.has("error")) {
      assertThat(vector.path("error").asText()).isEqualTo("AssertionError");
      assertThatThrownBy(() -> ZBase32.decode(text)).isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(ZBase32.decode(text)).isEqualTo(bytes(vector, "bytes"));
    }
  }

  @Property
  void everyTextReadsBack(@ForAll byte[] bytes) {
    assertThat(ZBase32.decode(ZBase32.encode(bytes))).isEqualTo(bytes);
  }

  static Stream<JsonNode> emptyLeaves() {
    return OldVectors.stream(OldVectors.get("empty_leaf_hash"));
  }

  @ParameterizedTest
  @MethodSource("emptyLeaves")
  void leavesThatStandForNothingHaveTheirHash(JsonNode vector) {
    assertThat(OldHashTree.emptyLeaf(vector.path("i").asInt())).isEqualTo(bytes(vector, "out"));
  }

  static Stream<JsonNode> trees() {
    return OldVectors.stream(OldVectors.get("hash_trees"));
  }

  private static List<byte[]> leaves(int count) {
    return IntStream.range(0, count)
        .mapToObj(leaf -> OldTag.PLAINTEXT_SEGMENT.hash(("leaf-" + leaf).getBytes()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("trees")
  void aTreeHasItsNodes(JsonNode vector) throws Exception {
    OldHashTree tree = OldHashTree.over(leaves(vector.path("num_leaves").asInt()));
    List<JsonNode> nodes = OldVectors.items(vector.path("nodes"));
    assertThat(tree.shape().nodes()).isEqualTo(nodes.size());
    for (int node = 0; node < nodes.size(); node++) {
      assertThat(tree.node(node)).isEqualTo(bytes(nodes.get(node)));
    }
    PartialHashTree partial = new PartialHashTree(tree.shape().leaves(), tree.root());
    assertThat(partial.chain(0))
        .containsExactlyInAnyOrderElementsOf(
            OldVectors.stream(vector.path("needed_for_leaf_0_with_leaf"))
                .map(JsonNode::asInt)
                .toList());
    Map<Integer, byte[]> chain = new HashMap<>();
    partial.chain(0).forEach(node -> chain.put(node, tree.node(node)));
    partial.add(chain);
    assertThat(partial.leaf(0)).isEqualTo(leaves(1).getFirst());
  }

  @Property(tries = 100)
  void aWrongOrUnconnectedHashIsNotAccepted(
      @ForAll @IntRange(min = 2, max = 40) int count, @ForAll @IntRange(max = 39) int chosen)
      throws Exception {
    int leaf = chosen % count;
    OldHashTree tree = OldHashTree.over(leaves(count));
    Map<Integer, byte[]> chain = new HashMap<>();
    PartialHashTree partial = new PartialHashTree(count, tree.root());
    partial.chain(leaf).forEach(node -> chain.put(node, tree.node(node)));
    for (int node : partial.chain(leaf)) {
      Map<Integer, byte[]> wrong = new HashMap<>(chain);
      byte[] changed = tree.node(node);
      changed[chosen % 32] ^= 1;
      wrong.put(node, changed);
      assertThatThrownBy(() -> partial.add(wrong)).isInstanceOf(BadHashException.class);
      Map<Integer, byte[]> fewer = new HashMap<>(chain);
      fewer.remove(node);
      assertThatThrownBy(() -> partial.add(fewer)).isInstanceOf(BadHashException.class);
      assertThat(partial.knowsLeaf(leaf)).isFalse();
    }
    partial.add(chain);
    assertThat(partial.knowsLeaf(leaf)).isTrue();
  }
}
