package org.truckee.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The order in which the reference writes the nodes of a share hash chain ({@code spec/01 §6.8}).
 * Readers accept any order; this one makes shares identical byte for byte.
 *
 * <p>It is the order of the slots of a hash table with open addressing into which the node numbers
 * are put one after the other.
 */
public final class ShareHashChainOrder {
  private static final int SMALLEST_TABLE = 8;
  private static final int LINEAR_PROBES = 9;
  private static final int PERTURB_SHIFT = 5;
  private static final int FREE = -1;

  private int[] slots = newTable(SMALLEST_TABLE);
  private int count;

  private ShareHashChainOrder() {}

  /**
   * The node numbers of the siblings of {@code leaf} and its ancestors, and of the leaf itself, in
   * the order in which they are written.
   *
   * @throws IndexOutOfBoundsException if the tree has no such leaf
   */
  public static List<Integer> of(HashTreeShape shape, int leaf) {
    ShareHashChainOrder table = new ShareHashChainOrder();
    shape.neededHashes(leaf).forEach(table::add);
    table.add(shape.firstLeaf() + leaf);
    return table.inSlotOrder();
  }

  private void add(int node) {
    insert(slots, node);
    count++;
    if (5 * count >= 3 * (slots.length - 1)) {
      int[] larger = newTable(Math.max(SMALLEST_TABLE, Integer.highestOneBit(4 * count) << 1));
      inSlotOrder().forEach(known -> insert(larger, known));
      slots = larger;
    }
  }

  private static void insert(int[] slots, int node) {
    int mask = slots.length - 1;
    int perturbation = node;
    int slot = node & mask;
    while (true) {
      int last = slot + LINEAR_PROBES <= mask ? slot + LINEAR_PROBES : slot;
      for (int probe = slot; probe <= last; probe++) {
        if (slots[probe] == FREE) {
          slots[probe] = node;
          return;
        }
      }
      perturbation >>= PERTURB_SHIFT;
      slot = (5 * slot + 1 + perturbation) & mask;
    }
  }

  private List<Integer> inSlotOrder() {
    List<Integer> nodes = new ArrayList<>(count);
    for (int node : slots) {
      if (node != FREE) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  private static int[] newTable(int size) {
    int[] table = new int[size];
    Arrays.fill(table, FREE);
    return table;
  }
}
