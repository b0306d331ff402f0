package org.truckee.grid.mutable.retrieve;

import java.util.Map;
import org.truckee.crypto.HashTreeException;
import org.truckee.crypto.IncompleteHashTree;
import org.truckee.grid.mutable.Version;

/** The share hash tree of a version, learnt chain by chain. Thread-safe. */
final class SharedTree {
  private final IncompleteHashTree tree;

  SharedTree(Version version) {
    tree = new IncompleteHashTree(version.geometry().total());
    try {
      tree.setRoot(version.header().root().bytes());
    } catch (HashTreeException e) {
      throw new IllegalStateException("an empty tree takes any root", e);
    }
  }

  /** Adds a share: its chain, and the root of its block hash tree. */
  synchronized void add(int share, Map<Integer, byte[]> chain, byte[] leaf)
      throws HashTreeException {
    tree.add(chain, Map.of(share, leaf));
  }
}
