package org.truckee.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IncompleteHashTreeTest {
  private static final JsonNode VECTORS =
      Vectors.load(IncompleteHashTreeTest.class, "/vectors/crypto.json")
          .required("incomplete_hash_tree");
  private static final byte[] ZERO = new byte[32];

  static Stream<JsonNode> scenarios() {
    return StreamSupport.stream(VECTORS.required("scenarios").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aTreeLearnsAsRecorded(JsonNode scenario) {
    int leaves = scenario.get("num_leaves").intValue();
    HashTree complete = complete(leaves);
    IncompleteHashTree tree = new IncompleteHashTree(leaves);
    for (JsonNode step : scenario.required("steps")) {
      Map<Integer, byte[]> hashes = values(step.required("hashes"), complete, node -> node);
      Map<Integer, byte[]> leafHashes =
          values(step.required("leaves"), complete, leaf -> tree.shape().firstLeaf() + leaf);

      HashTreeException refusal =
          catchThrowableOfType(HashTreeException.class, () -> tree.add(hashes, leafHashes));

      assertThat(outcome(refusal)).isEqualTo(step.get("result").textValue());
      assertThat(known(tree))
          .containsExactlyElementsOf(
              Vectors.list(step.required("known_after"), JsonNode::intValue));
      step.required("needed_after")
          .properties()
          .forEach(needed -> assertNeeded(tree, needed.getKey(), needed.getValue()));
    }
  }

  private static void assertNeeded(IncompleteHashTree tree, String leaf, JsonNode needed) {
    for (boolean withLeaf : new boolean[] {false, true}) {
      assertThat(tree.neededHashes(Integer.parseInt(leaf), withLeaf))
          .containsExactlyInAnyOrderElementsOf(
              Vectors.list(
                  needed.required(withLeaf ? "with_leaf" : "without_leaf"), JsonNode::intValue));
    }
  }

  private static String outcome(HashTreeException refusal) {
    if (refusal == null) {
      return "ok";
    }
    return refusal.isContradiction() ? "BadHashError" : "NotEnoughHashesError";
  }

  private static Map<Integer, byte[]> values(
      JsonNode described, HashTree complete, IntUnaryOperator node) {
    Map<Integer, byte[]> values = new HashMap<>();
    described
        .properties()
        .forEach(
            entry -> {
              int number = Integer.parseInt(entry.getKey());
              boolean good = entry.getValue().textValue().equals("good");
              values.put(number, good ? complete.node(node.applyAsInt(number)) : ZERO);
            });
    return values;
  }

  private static HashTree complete(int leaves) {
    return HashTree.over(Vectors.generate("leaf", 32 * leaves));
  }

  private static List<Integer> known(IncompleteHashTree tree) {
    return IntStream.range(0, tree.shape().nodes()).filter(tree::isKnown).boxed().toList();
  }

  @Test
  void refusalsSayWhichHashesDoNotFit() throws Exception {
    HashTree complete = complete(4);
    IncompleteHashTree tree = new IncompleteHashTree(4);
    tree.setRoot(complete.root());

    assertThatThrownBy(() -> tree.addLeaf(0, complete.node(3)))
        .hasMessage("unable to validate [3]");
    assertThatThrownBy(() -> tree.add(Map.of(3, ZERO, 4, complete.node(4), 2, complete.node(2))))
        .hasMessage("h([1]+[2]) != h[0]");
    assertThatThrownBy(() -> tree.add(Map.of(3, complete.node(3)), Map.of(0, ZERO)))
        .hasMessage("got conflicting hashes in my arguments: leaves[0] != hashes[3]");
    assertThatThrownBy(() -> tree.setRoot(ZERO))
        .hasMessage(
            "new hash "
                + Base32.encode(ZERO)
                + " does not match existing hash "
                + Base32.encode(complete.root())
                + " at [0 of 7]");
    tree.add(Map.of(3, complete.node(3), 4, complete.node(4), 2, complete.node(2)));
    assertThatThrownBy(() -> tree.addLeaf(1, ZERO))
        .hasMessageEndingWith(" at [4 of 7] (leaf [1] of 4)");
  }

  @Test
  void hashesThatHaveNoPlaceInTheTreeAreRefused() {
    IncompleteHashTree tree = new IncompleteHashTree(5);

    assertThatThrownBy(() -> tree.add(Map.of(15, ZERO))).isInstanceOf(HashTreeException.class);
    assertThatThrownBy(() -> tree.add(Map.of(-1, ZERO))).isInstanceOf(HashTreeException.class);
    assertThatThrownBy(() -> tree.addLeaf(8, ZERO)).isInstanceOf(HashTreeException.class);
    assertThatThrownBy(() -> tree.addLeaf(-1, ZERO)).isInstanceOf(HashTreeException.class);
    assertThatThrownBy(() -> tree.addLeaf(Integer.MAX_VALUE, ZERO))
        .isInstanceOf(HashTreeException.class);
    assertThatThrownBy(() -> tree.setRoot(new byte[31])).isInstanceOf(HashTreeException.class);
    assertThat(known(tree)).isEmpty();
  }

  @Test
  void aTreeThatIsSaidToBeHugeTakesNoMemory() throws Exception {
    HashTreeShape shape = new HashTreeShape(1 << 28);
    IncompleteHashTree tree = new IncompleteHashTree(shape.leaves());

    tree.setRoot(ZERO);

    assertThat(tree.neededHashes(shape.leaves() - 1, true)).hasSize(29);
    assertThatThrownBy(() -> tree.addLeaf(shape.leaves() - 1, ZERO))
        .isInstanceOf(HashTreeException.class);
  }

  @Property(seed = "7042007", tries = 200)
  void theNeededHashesOfALeafValidateItAndNoOtherHashDoes(
      @ForAll @IntRange(min = 1, max = 300) int leaves, @ForAll @IntRange(min = 0) int choice)
      throws Exception {
    HashTree complete = complete(leaves);
    int leaf = choice % leaves;
    IncompleteHashTree tree = new IncompleteHashTree(leaves);
    tree.setRoot(complete.root());
    Map<Integer, byte[]> chain = new HashMap<>();
    tree.neededHashes(leaf, false).forEach(node -> chain.put(node, complete.node(node)));
    byte[] hash = complete.node(complete.shape().firstLeaf() + leaf);
    byte[] wrong = hash.clone();
    wrong[choice & 31] ^= 1;

    assertThatThrownBy(() -> tree.add(chain, Map.of(leaf, wrong)))
        .isInstanceOfSatisfying(
            HashTreeException.class, refusal -> assertThat(refusal.isContradiction()).isTrue());
    assertThat(known(tree)).containsExactly(0);
    tree.add(chain, Map.of(leaf, hash));
    assertThat(tree.isLeafKnown(leaf)).isTrue();
    assertThat(tree.leaf(leaf)).isEqualTo(hash);
    assertThat(tree.neededHashes(leaf, true)).isEmpty();
  }

  @Property(seed = "7042008", tries = 50)
  void allNodesAtOnceAreAccepted(@ForAll @IntRange(min = 0, max = 300) int leaves) {
    HashTree complete = complete(leaves);
    IncompleteHashTree tree = new IncompleteHashTree(leaves);
    Map<Integer, byte[]> all = new HashMap<>();
    for (int node = 0; node < complete.shape().nodes(); node++) {
      all.put(node, complete.node(node));
    }

    assertThatCode(() -> tree.add(all)).doesNotThrowAnyException();
    assertThat(known(tree)).hasSize(complete.shape().nodes());
    assertThat(tree.node(0)).isEqualTo(complete.root());
  }

  @Test
  void whatIsNotKnownCannotBeAskedFor() {
    IncompleteHashTree tree = new IncompleteHashTree(2);

    assertThatThrownBy(() -> tree.node(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> tree.leaf(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> tree.leaf(-1)).isInstanceOf(IllegalStateException.class);
  }
}
