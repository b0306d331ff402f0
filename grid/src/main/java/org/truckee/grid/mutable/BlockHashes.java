package org.truckee.grid.mutable;

import java.util.Arrays;
import org.truckee.crypto.HashTree;
import org.truckee.crypto.Hashes;

/** The block hashes of all shares of a version, gathered segment by segment. */
public final class BlockHashes {
  private static final int SIZE = Hashes.HASH_LENGTH;

  private final byte[][] leaves;

  /** No hash is known yet. */
  public BlockHashes(Geometry geometry) {
    leaves = new byte[geometry.total()][geometry.segments() * SIZE];
  }

  /** How many bytes this takes while a version is made, with the trees over it. */
  public static long memory(Geometry geometry) {
    return 3L * geometry.total() * geometry.segments() * SIZE;
  }

  /** Puts in the hash of one block. Different blocks may be put in by different threads. */
  public void put(int share, int segment, byte[] hash) {
    System.arraycopy(hash, 0, leaves[share], segment * SIZE, SIZE);
  }

  /** Puts in the hashes of the first blocks of a share, one behind another. */
  public void putFirst(int share, byte[] hashes) {
    System.arraycopy(hashes, 0, leaves[share], 0, Math.min(hashes.length, leaves[share].length));
  }

  /** Puts in the hashes of a segment in all shares; the run must have all of them, in order. */
  public void putAll(MutableBlockRun run, int segment) {
    for (int share = 0; share < leaves.length; share++) {
      put(share, segment, run.leaf(share, segment));
    }
  }

  /** The hash of one block. */
  public byte[] get(int share, int segment) {
    return Arrays.copyOfRange(leaves[share], segment * SIZE, (segment + 1) * SIZE);
  }

  /** The trees over all hashes. */
  public Trees trees() {
    HashTree[] blockTrees = new HashTree[leaves.length];
    byte[] roots = new byte[leaves.length * SIZE];
    for (int share = 0; share < leaves.length; share++) {
      blockTrees[share] = HashTree.over(leaves[share]);
      System.arraycopy(blockTrees[share].root(), 0, roots, share * SIZE, SIZE);
    }
    return new Trees(blockTrees, HashTree.over(roots));
  }

  /**
   * The hash trees of a version.
   *
   * @param blocks of each share
   * @param shares over the roots of those
   */
  public record Trees(HashTree[] blocks, HashTree shares) {
    /** The root hash, as it stands in the header. */
    public RootHash root() {
      return new RootHash(shares.root());
    }
  }
}
