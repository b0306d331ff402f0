package org.truckee.firstgen.hash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.truckee.crypto.HashTreeShape;

/**
 * A complete hash tree ({@code spec/12 §8.5}). Its nodes are numbered as today, its hashes are
 * those of 2007.
 */
public final class OldHashTree {
  private final HashTreeShape shape;
  private final byte[][] nodes;

  private OldHashTree(HashTreeShape shape, byte[][] nodes) {
    this.shape = shape;
    this.nodes = nodes;
  }

  /** The tree over these leaves, of which there is at least one. */
  public static OldHashTree over(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("a hash tree has at least one leaf");
    }
    HashTreeShape shape = new HashTreeShape(leaves.size());
    byte[][] nodes = new byte[shape.nodes()][];
    for (int leaf = 0; leaf < shape.leafPositions(); leaf++) {
      nodes[shape.firstLeaf() + leaf] = leaf < leaves.size() ? leaves.get(leaf) : emptyLeaf(leaf);
    }
    for (int node = shape.firstLeaf() - 1; node >= 0; node--) {
      nodes[node] = OldTag.TREE_NODE.hashPair(nodes[2 * node + 1], nodes[2 * node + 2]);
    }
    return new OldHashTree(shape, nodes);
  }

  /**
   * The tree of which all nodes are given, if it is the one with the trusted root.
   *
   * @param nodes all of them, the root first; what is said of the root itself does not matter
   * @param leaves how many leaves the tree has
   * @throws BadHashException if one node does not follow from the leaves, or the root is another
   */
  public static OldHashTree ofNodes(List<byte[]> nodes, int leaves, byte[] root)
      throws BadHashException {
    HashTreeShape shape = new HashTreeShape(leaves);
    if (nodes.size() != shape.nodes()) {
      throw new BadHashException(
          "a hash tree of %d nodes instead of %d".formatted(nodes.size(), shape.nodes()));
    }
    OldHashTree tree = over(nodes.subList(shape.firstLeaf(), shape.firstLeaf() + leaves));
    for (int node = 1; node < shape.nodes(); node++) {
      if (!MessageDigest.isEqual(nodes.get(node), tree.nodes[node])) {
        throw new BadHashException("node %d does not follow from the leaves".formatted(node));
      }
    }
    if (!MessageDigest.isEqual(tree.nodes[0], root)) {
      throw new BadHashException("the root does not follow from the leaves");
    }
    return tree;
  }

  /** The hash of a leaf. */
  public byte[] leaf(int number) {
    return node(shape.firstLeaf() + number);
  }

  /** All leaves one after the other, 32 bytes each. */
  public byte[] leafBytes() {
    byte[] bytes = new byte[shape.leaves() * OldSha256.LENGTH];
    for (int leaf = 0; leaf < shape.leaves(); leaf++) {
      System.arraycopy(leaf(leaf), 0, bytes, leaf * OldSha256.LENGTH, OldSha256.LENGTH);
    }
    return bytes;
  }

  /** What stands for a leaf that there is not. */
  static byte[] emptyLeaf(int leaf) {
    return OldTag.EMPTY_LEAF.hash(Integer.toString(leaf).getBytes(StandardCharsets.US_ASCII));
  }

  /** The numbering of the nodes. */
  public HashTreeShape shape() {
    return shape;
  }

  /** The root. */
  public byte[] root() {
    return nodes[0].clone();
  }

  /** A node by its number. */
  public byte[] node(int number) {
    return nodes[number].clone();
  }

  /** All nodes one after the other, the root first, as a share has them. */
  public byte[] bytes() {
    byte[] bytes = new byte[nodes.length * OldSha256.LENGTH];
    for (int node = 0; node < nodes.length; node++) {
      System.arraycopy(nodes[node], 0, bytes, node * OldSha256.LENGTH, OldSha256.LENGTH);
    }
    return bytes;
  }
}
