package org.truckee.crypto;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The nodes of a hash tree of which only some are known. Takes memory for what is known, not for
 * what somebody says the size of the tree is.
 */
final class HashTreeNodes {
  private static final int SIZE = Hashes.HASH_LENGTH;
  private static final int NODES_PER_PAGE = 64;

  private final Map<Integer, Page> pages = new HashMap<>();

  private static final class Page {
    private final byte[] hashes = new byte[NODES_PER_PAGE * SIZE];
    private final BitSet known = new BitSet(NODES_PER_PAGE);
  }

  boolean isKnown(int node) {
    Page page = pages.get(node / NODES_PER_PAGE);
    return page != null && page.known.get(node % NODES_PER_PAGE);
  }

  /** The hash of a known node. */
  byte[] get(int node) {
    int at = node % NODES_PER_PAGE * SIZE;
    return Arrays.copyOfRange(page(node).hashes, at, at + SIZE);
  }

  void put(int node, byte[] hash) {
    Page page = pages.computeIfAbsent(node / NODES_PER_PAGE, _ -> new Page());
    System.arraycopy(hash, 0, page.hashes, node % NODES_PER_PAGE * SIZE, SIZE);
    page.known.set(node % NODES_PER_PAGE);
  }

  void forget(int node) {
    Page page = page(node);
    page.known.clear(node % NODES_PER_PAGE);
    if (page.known.isEmpty()) {
      pages.remove(node / NODES_PER_PAGE);
    }
  }

  /** The hash of the parent of two known siblings. */
  byte[] parentOf(int left, int right) {
    return HashTree.pair(
        page(left).hashes, left % NODES_PER_PAGE, page(right).hashes, right % NODES_PER_PAGE);
  }

  private Page page(int node) {
    Page page = pages.get(node / NODES_PER_PAGE);
    if (page == null) {
      throw new IllegalStateException("node " + node + " is not known");
    }
    return page;
  }
}
