package org.truckee.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** A complete hash tree ({@code spec/01 §3.1}), kept as one array of 32-byte nodes. Immutable. */
public final class HashTree {
  private static final int SIZE = Hashes.HASH_LENGTH;
  private static final int MAX_LEAVES = 1 << 24;

  private final HashTreeShape shape;
  private final byte[] nodes;

  private HashTree(HashTreeShape shape, byte[] nodes) {
    this.shape = shape;
    this.nodes = nodes;
  }

  /**
   * Builds the tree over leaves that stand one after another in {@code leaves}, 32 bytes each.
   *
   * @throws IllegalArgumentException if the length is not a multiple of 32, or the tree would not
   *     fit into one array: at most 2^24 leaves do
   */
  public static HashTree over(byte[] leaves) {
    if (leaves.length % SIZE != 0) {
      throw new IllegalArgumentException("leaves have 32 bytes each, not " + leaves.length);
    }
    HashTreeShape shape = new HashTreeShape(leaves.length / SIZE);
    if (shape.leaves() > MAX_LEAVES) {
      throw new IllegalArgumentException(
          "a tree over %d leaves is too large".formatted(shape.leaves()));
    }
    byte[] nodes = new byte[shape.nodes() * SIZE];
    int leafStart = shape.firstLeaf() * SIZE;
    System.arraycopy(leaves, 0, nodes, leafStart, leaves.length);
    for (int leaf = shape.leaves(); leaf < shape.leafPositions(); leaf++) {
      System.arraycopy(emptyLeaf(leaf), 0, nodes, leafStart + leaf * SIZE, SIZE);
    }
    for (int node = shape.firstLeaf() - 1; node >= 0; node--) {
      byte[] hash = pair(nodes, 2 * node + 1, nodes, 2 * node + 2);
      System.arraycopy(hash, 0, nodes, node * SIZE, SIZE);
    }
    return new HashTree(shape, nodes);
  }

  /** The numbering of this tree's nodes. */
  public HashTreeShape shape() {
    return shape;
  }

  /** The root hash. */
  public byte[] root() {
    return node(0);
  }

  /**
   * The hash of node {@code number}.
   *
   * @throws IndexOutOfBoundsException if there is no such node
   */
  public byte[] node(int number) {
    Objects.checkIndex(number, shape.nodes());
    return Arrays.copyOfRange(nodes, number * SIZE, (number + 1) * SIZE);
  }

  /** All nodes in node order, 32 bytes each, as a share stores them. */
  public byte[] bytes() {
    return nodes.clone();
  }

  static byte[] emptyLeaf(int leaf) {
    return HashTag.EMPTY_LEAF.hash(Integer.toString(leaf).getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] pair(byte[] left, int leftNode, byte[] right, int rightNode) {
    byte[] framed = new byte[2 * (SIZE + 4)];
    frame(left, leftNode, framed, 0);
    frame(right, rightNode, framed, SIZE + 4);
    return HashTag.TREE_NODE.hash(framed);
  }

  private static void frame(byte[] nodes, int node, byte[] target, int at) {
    target[at] = '3';
    target[at + 1] = '2';
    target[at + 2] = ':';
    System.arraycopy(nodes, node * SIZE, target, at + 3, SIZE);
    target[at + 3 + SIZE] = ',';
  }
}
