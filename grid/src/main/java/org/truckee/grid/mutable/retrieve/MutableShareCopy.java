package org.truckee.grid.mutable.retrieve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.HashTree;
import org.truckee.crypto.HashTreeException;
import org.truckee.crypto.HashTreeShape;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.IncompleteHashTree;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableLayoutException;
import org.truckee.grid.mutable.MutableShareLayout;
import org.truckee.grid.mutable.ShareHashChain;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.KnownShare;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ShareRanges;
import org.truckee.grid.mutable.map.SlotBytes;
import org.truckee.storage.ByteRange;
import org.truckee.storage.StorageException;

/**
 * A share on a server, of which blocks are read and validated ({@code spec/02 §12.3}). Keeps what
 * it has learnt of the hash trees. Thread-safe.
 */
public final class MutableShareCopy {
  private final StorageIndex index;
  private final KnownShare share;
  private final Version version;
  private final SharedTree root;
  private final IncompleteHashTree blockTree;
  private boolean rootKnown;

  /**
   * A copy.
   *
   * @param root the share hash tree of its version
   */
  MutableShareCopy(StorageIndex index, KnownShare share, SharedTree root) {
    this.index = index;
    this.share = share;
    this.version = share.version();
    this.root = root;
    this.blockTree = new IncompleteHashTree(version.geometry().segments());
  }

  public Place place() {
    return share.place();
  }

  public int number() {
    return share.place().number();
  }

  /** Whether the blocks were sent already. */
  boolean hasAtHand(BlockRange run) {
    MutableShareLayout layout = version.layout();
    return share.bytes().has(layout.blocksRange(version.geometry(), run.first(), run.end()));
  }

  /**
   * Reads and validates what the share stores of some segments: for each its block, behind its salt
   * if there is one.
   *
   * @throws BadShareException if it is not what was signed
   * @throws StorageException if the server does not answer
   */
  public byte[] blocks(BlockRange run)
      throws BadShareException, StorageException, InterruptedException {
    MutableShareLayout layout = version.layout();
    ByteRange data = layout.blocksRange(version.geometry(), run.first(), run.end());
    List<ByteRange> wanted = new ArrayList<>();
    wanted.add(data);
    List<Integer> nodes;
    boolean first;
    synchronized (this) {
      first = !rootKnown;
      nodes = neededNodes(run);
    }
    List<ByteRange> hashes = nodeRanges(nodes);
    wanted.addAll(hashes);
    if (first) {
      wanted.add(layout.blockHashRange(0));
      wanted.add(layout.shareHashesRange());
    }
    try {
      SlotBytes bytes = ShareRanges.complete(index, place(), share.bytes(), wanted);
      byte[] stored = ShareRanges.require(bytes, data, "data");
      validate(run, stored, nodes, bytes, first);
      return stored;
    } catch (MutableLayoutException e) {
      throw new BadShareException(e.getMessage(), e);
    }
  }

  /**
   * The hashes of all blocks of the share, validated.
   *
   * @throws BadShareException if they are not what was signed
   * @throws StorageException if the server does not answer
   */
  public byte[] blockHashes() throws BadShareException, StorageException, InterruptedException {
    MutableShareLayout layout = version.layout();
    List<ByteRange> wanted = List.of(layout.blockHashesRange(), layout.shareHashesRange());
    try {
      SlotBytes bytes = ShareRanges.complete(index, place(), share.bytes(), wanted);
      byte[] nodes = ShareRanges.require(bytes, layout.blockHashesRange(), "block hash tree");
      HashTreeShape shape = version.geometry().blockTree();
      int from = shape.firstLeaf() * Hashes.HASH_LENGTH;
      byte[] leaves = Arrays.copyOfRange(nodes, from, from + shape.leaves() * Hashes.HASH_LENGTH);
      if (!Arrays.equals(nodes, HashTree.over(leaves).bytes())) {
        throw new MutableLayoutException("block hash tree failure: its nodes do not fit together");
      }
      byte[] chain = ShareRanges.require(bytes, layout.shareHashesRange(), "share hash chain");
      root.add(number(), ShareHashChain.parse(chain), Arrays.copyOf(nodes, Hashes.HASH_LENGTH));
      return leaves;
    } catch (MutableLayoutException e) {
      throw new BadShareException(e.getMessage(), e);
    } catch (HashTreeException e) {
      throw new BadShareException("corrupt hashes: " + e.getMessage(), e);
    }
  }

  private synchronized void validate(
      BlockRange run, byte[] stored, List<Integer> nodes, SlotBytes bytes, boolean first)
      throws BadShareException, MutableLayoutException {
    if (first && !rootKnown) {
      learnRoot(bytes);
    }
    Map<Integer, byte[]> hashes = new HashMap<>();
    for (int node : nodes) {
      ByteRange range = version.layout().blockHashRange(node);
      hashes.put(node, ShareRanges.require(bytes, range, "block hash tree"));
    }
    Geometry geometry = version.geometry();
    Map<Integer, byte[]> leaves = new HashMap<>();
    long base = geometry.blockOffset(run.first());
    for (int segment = run.first(); segment < run.end(); segment++) {
      int at = (int) (geometry.blockOffset(segment) - base);
      leaves.put(segment, HashTag.BLOCK.hash(stored, at, geometry.storedLength(segment)));
    }
    try {
      blockTree.add(hashes, leaves);
    } catch (HashTreeException e) {
      throw new BadShareException("block hash tree failure: " + e.getMessage(), e);
    }
  }

  private void learnRoot(SlotBytes bytes) throws BadShareException, MutableLayoutException {
    MutableShareLayout layout = version.layout();
    byte[] node = ShareRanges.require(bytes, layout.blockHashRange(0), "block hash tree");
    byte[] chain = ShareRanges.require(bytes, layout.shareHashesRange(), "share hash chain");
    try {
      root.add(number(), ShareHashChain.parse(chain), node);
      blockTree.setRoot(node);
      rootKnown = true;
    } catch (HashTreeException e) {
      throw new BadShareException("corrupt hashes: " + e.getMessage(), e);
    }
  }

  /** The nodes that have to be read: siblings on the way up that do not follow from the blocks. */
  private List<Integer> neededNodes(BlockRange run) {
    TreeSet<Integer> path = new TreeSet<>();
    TreeSet<Integer> siblings = new TreeSet<>();
    for (int segment = run.first(); segment < run.end(); segment++) {
      int node = blockTree.shape().firstLeaf() + segment;
      while (node > 0 && path.add(node)) {
        siblings.add(HashTreeShape.sibling(node));
        node = HashTreeShape.parent(node);
      }
    }
    siblings.removeAll(path);
    siblings.removeIf(blockTree::isKnown);
    return List.copyOf(siblings);
  }

  private List<ByteRange> nodeRanges(List<Integer> nodes) {
    List<ByteRange> ranges = new ArrayList<>();
    for (int i = 0; i < nodes.size(); ) {
      int j = i + 1;
      while (j < nodes.size() && nodes.get(j) == nodes.get(j - 1) + 1) {
        j++;
      }
      long begin = version.layout().blockHashRange(nodes.get(i)).begin();
      ranges.add(new ByteRange(begin, begin + (long) (j - i) * Hashes.HASH_LENGTH));
      i = j;
    }
    return ranges;
  }

  @Override
  public String toString() {
    return place().toString();
  }
}
