package org.truckee.crypto;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbering of the nodes of a hash tree over a number of leaves ({@code spec/01 §3.1}): level
 * order, root 0, leaf l at {@code firstLeaf() + l}, leaves padded to a power of two.
 *
 * @param leaves how many real leaves there are, ≥ 0
 */
public record HashTreeShape(int leaves) {
  private static final int MAX_LEAVES = 1 << 28;

  /**
   * Checks the number of leaves.
   *
   * @throws IllegalArgumentException if it is negative or above 2^28
   */
  public HashTreeShape {
    if (leaves < 0 || leaves > MAX_LEAVES) {
      throw new IllegalArgumentException("no hash tree has " + leaves + " leaves");
    }
  }

  /** The number of leaf positions: the smallest power of two that holds the leaves. */
  public int leafPositions() {
    return leaves <= 1 ? 1 : Integer.highestOneBit(leaves - 1) << 1;
  }

  /** The number of nodes. */
  public int nodes() {
    return 2 * leafPositions() - 1;
  }

  /** The node number of leaf 0. */
  public int firstLeaf() {
    return leafPositions() - 1;
  }

  /** The number of levels below the root: how many siblings a chain from a leaf has. */
  public int depth() {
    return Integer.numberOfTrailingZeros(leafPositions());
  }

  /** The parent of {@code node} ≥ 1. */
  public static int parent(int node) {
    return (node - 1) / 2;
  }

  /** The sibling of {@code node} ≥ 1. */
  public static int sibling(int node) {
    return (node & 1) == 1 ? node + 1 : node - 1;
  }

  /** The siblings of every node from leaf {@code leaf} up to, not including, the root. */
  public List<Integer> neededHashes(int leaf) {
    if (leaf < 0 || leaf >= leafPositions()) {
      throw new IndexOutOfBoundsException("leaf " + leaf + " of " + leafPositions());
    }
    List<Integer> needed = new ArrayList<>(depth());
    for (int node = firstLeaf() + leaf; node > 0; node = parent(node)) {
      needed.add(sibling(node));
    }
    return needed;
  }
}
