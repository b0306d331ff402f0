package org.truckee.firstgen.hash;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.truckee.crypto.HashTreeShape;

/**
 * A hash tree that is learnt node by node ({@code spec/12 §11.2}): what it knows is connected with
 * its root and free of contradictions. Not thread-safe.
 */
public final class PartialHashTree {
  private final HashTreeShape shape;
  private final Map<Integer, byte[]> known = new TreeMap<>();

  /** A tree over {@code leaves} leaves of which only the root is known. */
  public PartialHashTree(int leaves, byte[] root) {
    this.shape = new HashTreeShape(leaves);
    known.put(0, requireHash(root));
  }

  private static byte[] requireHash(byte[] hash) {
    if (hash.length != OldSha256.LENGTH) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + hash.length);
    }
    return hash.clone();
  }

  /** The numbering of the nodes. */
  public HashTreeShape shape() {
    return shape;
  }

  /** Whether leaf {@code leaf} is known. */
  public boolean knowsLeaf(int leaf) {
    return known.containsKey(shape.firstLeaf() + leaf);
  }

  /**
   * A leaf that is known.
   *
   * @throws BadHashException if it is not
   */
  public byte[] leaf(int leaf) throws BadHashException {
    byte[] hash = known.get(shape.firstLeaf() + leaf);
    if (hash == null) {
      throw new BadHashException("the hash of leaf %d is missing".formatted(leaf));
    }
    return hash.clone();
  }

  /**
   * Adds nodes by their numbers and what follows from them, all or nothing.
   *
   * @throws BadHashException if they contradict one another or what is known, if one is no node of
   *     this tree, or if one cannot be connected with the root
   */
  public void add(Map<Integer, byte[]> nodes) throws BadHashException {
    Map<Integer, byte[]> fresh = new TreeMap<>();
    PriorityQueue<Integer> unchecked = new PriorityQueue<>(Comparator.reverseOrder());
    for (Map.Entry<Integer, byte[]> node : nodes.entrySet()) {
      put(node.getKey(), node.getValue(), fresh, unchecked);
    }
    // The deepest first: parents that follow join on the way.
    while (!unchecked.isEmpty()) {
      int node = unchecked.remove();
      int sibling = HashTreeShape.sibling(node);
      unchecked.remove(sibling);
      int left = Math.min(node, sibling);
      byte[] parent =
          OldTag.TREE_NODE.hashPair(find(left, fresh, node), find(left + 1, fresh, node));
      put(HashTreeShape.parent(node), parent, fresh, unchecked);
    }
    known.putAll(fresh);
  }

  /** Adds one leaf whose chain is known. */
  public void addLeaf(int leaf, byte[] hash) throws BadHashException {
    add(Map.of(shape.firstLeaf() + leaf, hash));
  }

  private byte[] find(int node, Map<Integer, byte[]> fresh, int wanted) throws BadHashException {
    byte[] hash = known.getOrDefault(node, fresh.get(node));
    if (hash == null) {
      throw new BadHashException(
          "not enough hashes: node %d cannot be connected with the root".formatted(wanted));
    }
    return hash;
  }

  private void put(
      int node, byte[] hash, Map<Integer, byte[]> fresh, PriorityQueue<Integer> unchecked)
      throws BadHashException {
    if (node < 0 || node >= shape.nodes()) {
      throw new BadHashException(
          "there is no node %d in a tree of %d".formatted(node, shape.nodes()));
    }
    if (hash.length != OldSha256.LENGTH) {
      throw new BadHashException("hash %d has %d bytes".formatted(node, hash.length));
    }
    byte[] before = known.getOrDefault(node, fresh.get(node));
    if (before == null) {
      fresh.put(node, hash.clone());
      unchecked.add(node);
    } else if (!MessageDigest.isEqual(before, hash)) {
      throw new BadHashException(
          "new hash does not match existing hash at [%d of %d]".formatted(node, shape.nodes()));
    }
  }

  /** The nodes that have to be known to validate a leaf: it and the siblings up to the root. */
  public List<Integer> chain(int leaf) {
    List<Integer> chain = new ArrayList<>(shape.neededHashes(leaf));
    chain.add(shape.firstLeaf() + leaf);
    return chain.stream().sorted().toList();
  }
}
