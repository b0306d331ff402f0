package org.truckee.crypto;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A hash tree that is learnt node by node; what it knows is consistent up to the root ({@code
 * spec/01 §3.3}). The trusted root has to be set first. Not thread-safe.
 *
 * <p>Memory grows with the number of nodes that are known.
 */
public final class IncompleteHashTree {
  private final HashTreeShape shape;
  private final HashTreeNodes nodes = new HashTreeNodes();

  /** A tree over {@code leaves} leaves of which nothing is known. */
  public IncompleteHashTree(int leaves) {
    this.shape = new HashTreeShape(leaves);
  }

  /** The numbering of this tree's nodes. */
  public HashTreeShape shape() {
    return shape;
  }

  /** Whether node {@code number} is known, which means validated. */
  public boolean isKnown(int number) {
    return number >= 0 && nodes.isKnown(number);
  }

  /** Whether leaf {@code leaf} is known. */
  public boolean isLeafKnown(int leaf) {
    return leaf >= 0 && isKnown(shape.firstLeaf() + leaf);
  }

  /**
   * The hash of a known node.
   *
   * @throws IllegalStateException if it is not known
   */
  public byte[] node(int number) {
    if (!isKnown(number)) {
      throw new IllegalStateException("node " + number + " is not known");
    }
    return nodes.get(number);
  }

  /**
   * The hash of a known leaf.
   *
   * @throws IllegalStateException if it is not known
   */
  public byte[] leaf(int leaf) {
    if (!isLeafKnown(leaf)) {
      throw new IllegalStateException("leaf " + leaf + " is not known");
    }
    return nodes.get(shape.firstLeaf() + leaf);
  }

  /**
   * The nodes still unknown of those that validate {@code leaf}; with the leaf if asked for.
   *
   * @throws IndexOutOfBoundsException if there is no such leaf
   */
  public List<Integer> neededHashes(int leaf, boolean includeLeaf) {
    List<Integer> needed = new ArrayList<>(shape.neededHashes(leaf));
    if (includeLeaf) {
      needed.add(shape.firstLeaf() + leaf);
    }
    needed.removeIf(nodes::isKnown);
    return needed;
  }

  /**
   * Adds the root. It is trusted without a check if nothing else is known.
   *
   * @throws HashTreeException if it has the wrong size or contradicts what is known
   */
  public void setRoot(byte[] root) throws HashTreeException {
    add(Map.of(0, root));
  }

  /**
   * Adds the hash of one leaf, if its chain is known.
   *
   * @throws HashTreeException as {@link #add(Map)} does
   */
  public void addLeaf(int leaf, byte[] hash) throws HashTreeException {
    add(Map.of(), Map.of(leaf, hash));
  }

  /**
   * Adds nodes, and every parent that follows from them; all or none of them.
   *
   * @param hashes node number → 32-byte hash
   * @throws HashTreeException if a hash contradicts a known one, has the wrong size or number, or
   *     cannot be validated for lack of its sibling; the tree is then as before
   */
  public void add(Map<Integer, byte[]> hashes) throws HashTreeException {
    List<Integer> added = new ArrayList<>();
    try {
      for (Map.Entry<Integer, byte[]> entry : hashes.entrySet()) {
        put(entry.getKey(), entry.getValue(), added);
      }
      validate(added);
    } catch (HashTreeException e) {
      added.forEach(nodes::forget);
      throw e;
    }
  }

  /**
   * Adds nodes and leaves at once, all or none of them.
   *
   * @param hashes node number → 32-byte hash
   * @param leaves leaf number → 32-byte hash
   * @throws HashTreeException as {@link #add(Map)} does, and if the two contradict each other
   */
  public void add(Map<Integer, byte[]> hashes, Map<Integer, byte[]> leaves)
      throws HashTreeException {
    Map<Integer, byte[]> all = new HashMap<>(hashes);
    for (Map.Entry<Integer, byte[]> entry : leaves.entrySet()) {
      int leaf = entry.getKey();
      if (leaf < 0 || leaf >= shape.leafPositions()) {
        throw new HashTreeException(
            "leaf %d doesn't fit in hashtree(%d)".formatted(leaf, shape.nodes()), true);
      }
      int node = shape.firstLeaf() + leaf;
      byte[] other = all.put(node, entry.getValue());
      if (other != null && !MessageDigest.isEqual(other, entry.getValue())) {
        throw new HashTreeException(
            "got conflicting hashes in my arguments: leaves[%d] != hashes[%d]"
                .formatted(leaf, node),
            true);
      }
    }
    add(all);
  }

  /** Compares every new node with its parent, or computes that, which then is a new one too. */
  private void validate(List<Integer> added) throws HashTreeException {
    // From the highest number, the deepest level, upwards: parents join on the way.
    TreeSet<Integer> unchecked = new TreeSet<>(Collections.reverseOrder());
    unchecked.addAll(added);
    while (!unchecked.isEmpty()) {
      int node = unchecked.removeFirst();
      if (node == 0) {
        return;
      }
      int sibling = HashTreeShape.sibling(node);
      if (!nodes.isKnown(sibling)) {
        throw new HashTreeException("unable to validate [%d]".formatted(node), false);
      }
      unchecked.remove(sibling);
      int left = Math.min(node, sibling);
      int parent = HashTreeShape.parent(node);
      byte[] hash = nodes.parentOf(left, left + 1);
      if (!nodes.isKnown(parent)) {
        nodes.put(parent, hash);
        added.add(parent);
        unchecked.add(parent);
      } else if (!MessageDigest.isEqual(hash, nodes.get(parent))) {
        throw new HashTreeException(
            "h([%d]+[%d]) != h[%d]".formatted(left, left + 1, parent), true);
      }
    }
  }

  private void put(int node, byte[] hash, List<Integer> added) throws HashTreeException {
    if (node < 0 || node >= shape.nodes()) {
      throw new HashTreeException(
          "hashnum %d doesn't fit in hashtree(%d)".formatted(node, shape.nodes()), true);
    }
    if (hash.length != Hashes.HASH_LENGTH) {
      throw new HashTreeException("hash %d has %d bytes".formatted(node, hash.length), true);
    }
    if (!nodes.isKnown(node)) {
      nodes.put(node, hash);
      added.add(node);
    } else if (!MessageDigest.isEqual(hash, nodes.get(node))) {
      throw new HashTreeException(
          "new hash %s does not match existing hash %s at %s"
              .formatted(Base32.encode(hash), Base32.encode(nodes.get(node)), position(node)),
          true);
    }
  }

  private String position(int node) {
    String place = "[%d of %d]".formatted(node, shape.nodes());
    return node < shape.firstLeaf()
        ? place
        : place + " (leaf [%d] of %d)".formatted(node - shape.firstLeaf(), shape.leafPositions());
  }
}
