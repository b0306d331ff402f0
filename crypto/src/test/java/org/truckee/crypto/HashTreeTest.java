package org.truckee.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HashTreeTest {
  private static final JsonNode VECTORS =
      Vectors.load(HashTreeTest.class, "/vectors/crypto.json").required("hash_trees");

  static Stream<JsonNode> trees() {
    return StreamSupport.stream(VECTORS.required("trees").spliterator(), false);
  }

  private static HashTree tree(JsonNode vector) {
    return HashTree.over(Vectors.generate("leaf", 32 * vector.get("num_leaves").intValue()));
  }

  @ParameterizedTest
  @MethodSource("trees")
  void aTreeHasTheRecordedShapeAndHashes(JsonNode vector) {
    HashTree tree = tree(vector);

    assertThat(tree.shape().nodes()).isEqualTo(vector.get("num_nodes").intValue());
    assertThat(tree.shape().firstLeaf()).isEqualTo(vector.get("first_leaf_num").intValue());
    assertThat(tree.root()).isEqualTo(Vectors.bytes(vector.get("root_hex")));
    assertThat(HexFormat.of().formatHex(Hashes.sha256(tree.bytes())))
        .isEqualTo(vector.get("sha256_of_concatenated_nodes").textValue());
    int number = 0;
    for (JsonNode node : vector.path("nodes_hex")) {
      assertThat(tree.node(number++)).isEqualTo(Vectors.bytes(node));
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void everyLeafNeedsTheRecordedChain(JsonNode vector) {
    HashTreeShape shape = tree(vector).shape();
    for (JsonNode chain : vector.required("needed_hashes")) {
      int leaf = chain.get("leaf").intValue();
      List<Integer> withLeaf = new ArrayList<>(shape.neededHashes(leaf));
      withLeaf.add(shape.firstLeaf() + leaf);

      assertThat(shape.neededHashes(leaf))
          .hasSize(shape.depth())
          .containsExactlyInAnyOrderElementsOf(numbers(chain.required("needed")));
      assertThat(withLeaf)
          .containsExactlyInAnyOrderElementsOf(numbers(chain.required("needed_with_leaf")));
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void shareHashChainsAreWrittenInTheRecordedOrder(JsonNode vector) {
    HashTreeShape shape = tree(vector).shape();
    for (JsonNode chain : vector.required("needed_hashes")) {
      assertThat(ShareHashChainOrder.of(shape, chain.get("leaf").intValue()))
          .containsExactlyElementsOf(numbers(chain.required("written_order")));
    }
  }

  private static List<Integer> numbers(JsonNode array) {
    return Vectors.list(array, JsonNode::intValue);
  }

  @Test
  void everyChainOfEveryTreeIsWrittenOnceAndWhole() {
    for (int leaves = 1; leaves <= 256; leaves++) {
      HashTreeShape shape = new HashTreeShape(leaves);
      for (int leaf = 0; leaf < leaves; leaf++) {
        List<Integer> expected = new ArrayList<>(shape.neededHashes(leaf));
        expected.add(shape.firstLeaf() + leaf);

        assertThat(ShareHashChainOrder.of(shape, leaf))
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  @Test
  void whatIsNoLeafNeedsNothing() {
    HashTreeShape shape = new HashTreeShape(5);

    assertThatThrownBy(() -> shape.neededHashes(8)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> shape.neededHashes(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new HashTreeShape(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HashTreeShape(Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leavesHave32BytesEach() {
    assertThatThrownBy(() -> HashTree.over(new byte[33]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("leaves have 32 bytes each, not 33");
    assertThatThrownBy(() -> HashTree.over(new byte[32]).node(1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
