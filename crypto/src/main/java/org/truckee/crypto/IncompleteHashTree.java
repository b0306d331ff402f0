package org.truckee.crypto;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A hash tree that is learnt node by node; what it knows is consistent up to the root ({@code
 * spec/01 §3.3}). The trusted root has to be set first. Not thread-safe.
 */
public final class IncompleteHashTree {
  private static final int SIZE = Hashes.HASH_LENGTH;

  private final HashTreeShape shape;
  private final byte[] nodes;
  private final BitSet known = new BitSet();

  /** A tree over {@code leaves} leaves of which nothing is known. */
  public IncompleteHashTree(int leaves) {
    this.shape = new HashTreeShape(leaves);
    this.nodes = new byte[Math.multiplyExact(shape.nodes(), SIZE)];
  }

  /** The numbering of this tree's nodes. */
  public HashTreeShape shape() {
    return shape;
  }

  /** Whether node {@code number} is known, which means validated. */
  public boolean isKnown(int number) {
    return known.get(number);
  }

  /** Whether leaf {@code leaf} is known. */
  public boolean isLeafKnown(int leaf) {
    return isKnown(shape.firstLeaf() + leaf);
  }

  /** The hash of a known node. */
  public byte[] node(int number) {
    if (!known.get(number)) {
      throw new IllegalStateException("node " + number + " is not known");
    }
    return copy(number);
  }

  /** The hash of a known leaf. */
  public byte[] leaf(int leaf) {
    return node(shape.firstLeaf() + leaf);
  }

  /** The nodes still unknown of those that validate {@code leaf}; with the leaf if asked for. */
  public List<Integer> neededHashes(int leaf, boolean includeLeaf) {
    List<Integer> needed = new ArrayList<>(shape.neededHashes(leaf));
    if (includeLeaf) {
      needed.add(shape.firstLeaf() + leaf);
    }
    needed.removeIf(known::get);
    return needed;
  }

  /** Adds the root, which is trusted without a check. */
  public void setRoot(byte[] root) throws HashTreeException {
    add(Map.of(0, root));
  }

  /** Adds the hash of one leaf. */
  public void addLeaf(int leaf, byte[] hash) throws HashTreeException {
    add(Map.of(shape.firstLeaf() + leaf, hash));
  }

  /**
   * Adds nodes, and every parent that follows from them; all or none of them.
   *
   * @param hashes node number → 32-byte hash
   * @throws HashTreeException if a hash contradicts a known one, has the wrong size or number, or
   *     cannot be validated for lack of its sibling; the tree is then as before
   */
  public void add(Map<Integer, byte[]> hashes) throws HashTreeException {
    SortedMap<Integer, byte[]> added = new TreeMap<>(Collections.reverseOrder());
    BitSet before = (BitSet) known.clone();
    try {
      for (Map.Entry<Integer, byte[]> entry : hashes.entrySet()) {
        put(entry.getKey(), entry.getValue(), added);
      }
      // From the highest number, the deepest level, upwards: parents are added on the way.
      while (!added.isEmpty()) {
        int node = added.firstKey();
        added.remove(node);
        if (node > 0) {
          validate(node, added);
        }
      }
    } catch (HashTreeException e) {
      known.clear();
      known.or(before);
      throw e;
    }
  }

  private void validate(int node, Map<Integer, byte[]> added) throws HashTreeException {
    int sibling = HashTreeShape.sibling(node);
    if (!known.get(sibling)) {
      throw new HashTreeException("unable to validate [%d]".formatted(node), false);
    }
    int left = Math.min(node, sibling);
    byte[] parent = HashTree.pair(nodes, left, nodes, left + 1);
    int parentNode = HashTreeShape.parent(node);
    if (known.get(parentNode)) {
      if (!MessageDigest.isEqual(parent, copy(parentNode))) {
        throw new HashTreeException(
            "h([%d]+[%d]) != h[%d]".formatted(left, left + 1, parentNode), true);
      }
    } else {
      put(parentNode, parent, added);
    }
  }

  private void put(int node, byte[] hash, Map<Integer, byte[]> added) throws HashTreeException {
    if (node < 0 || node >= shape.nodes()) {
      throw new HashTreeException(
          "hashnum %d doesn't fit in hashtree(%d)".formatted(node, shape.nodes()), true);
    }
    if (hash.length != SIZE) {
      throw new HashTreeException("hash %d has %d bytes".formatted(node, hash.length), true);
    }
    if (known.get(node)) {
      if (!MessageDigest.isEqual(hash, copy(node))) {
        throw new HashTreeException(
            "new hash %s does not match existing hash %s at %s"
                .formatted(Base32.encode(hash), Base32.encode(copy(node)), position(node)),
            true);
      }
      return;
    }
    System.arraycopy(hash, 0, nodes, node * SIZE, SIZE);
    known.set(node);
    added.put(node, hash);
  }

  private String position(int node) {
    String place = "[%d of %d]".formatted(node, shape.nodes());
    return node < shape.firstLeaf()
        ? place
        : place + " (leaf [%d] of %d)".formatted(node - shape.firstLeaf(), shape.leafPositions());
  }

  private byte[] copy(int node) {
    return Arrays.copyOfRange(nodes, node * SIZE, (node + 1) * SIZE);
  }
}
