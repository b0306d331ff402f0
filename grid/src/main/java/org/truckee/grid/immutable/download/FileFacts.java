package org.truckee.grid.immutable.download;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.UriExtensionHash;
import org.truckee.crypto.HashTreeException;
import org.truckee.crypto.HashTreeShape;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.IncompleteHashTree;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.UriExtensionException;

/**
 * All that is known of a file for certain: everything here follows from the capability, through the
 * hash of the URI extension block ({@code spec/01 §8.6}). Needed shares, total and size are those
 * of the capability, whatever the block says. Thread-safe; shared by all reads of a file.
 */
public final class FileFacts {
  private final ChkVerifyCap cap;
  private final SegmentGeometry guess;
  private final int likelyExtensionLength;
  private final IncompleteHashTree shareTree;
  private final Map<Integer, IncompleteHashTree> blockTrees = new HashMap<>();
  private SegmentGeometry geometry;
  private UriExtension uriExtension;
  private IncompleteHashTree crypttextTree;

  public FileFacts(ChkVerifyCap cap, SegmentGeometry guess) {
    this.cap = cap;
    this.guess = guess;
    this.likelyExtensionLength = UriExtension.lengthFor(guess, cap.total());
    this.shareTree = new IncompleteHashTree(cap.total());
  }

  /** Where the hashes of a tree come from: the bytes of a node of the tree of a share. */
  @FunctionalInterface
  interface Nodes {
    byte[] node(int number) throws ShareException, InterruptedException;
  }

  /** What the capability says. */
  public ChkVerifyCap cap() {
    return cap;
  }

  /** The geometry of nearly all files of this size ({@code spec/01 §8.3}). */
  SegmentGeometry guess() {
    return guess;
  }

  /** The bytes of the URI extension block if the guess is right. */
  int likelyExtensionLength() {
    return likelyExtensionLength;
  }

  /** The real geometry, once a share has told it. */
  public synchronized Optional<SegmentGeometry> geometry() {
    return Optional.ofNullable(geometry);
  }

  /** The real geometry if it is known, else the guess. */
  synchronized SegmentGeometry likelyGeometry() {
    return geometry == null ? guess : geometry;
  }

  /** The URI extension block, when the geometry is known. */
  public synchronized UriExtension uriExtension() {
    if (uriExtension == null) {
      throw new IllegalStateException("no share has been read yet");
    }
    return uriExtension;
  }

  /**
   * Learns the URI extension block.
   *
   * @param start where in the share it was, with its length field
   * @throws ShareException if it is not the one that the capability names, or says nothing usable
   */
  void addUriExtension(byte[] bytes, long start, long end) throws ShareException {
    if (!UriExtensionHash.of(bytes).equals(cap.uriExtensionHash())) {
      throw ShareException.damaged("URI extension block", start, end, "");
    }
    try {
      // Outside of the lock: the first shares of a file arrive all at the same time.
      UriExtension extension = UriExtension.parse(bytes);
      byte[] shareRoot = extension.requiredHash("share_root_hash");
      byte[] crypttextRoot = extension.requiredHash("crypttext_root_hash");
      long size = extension.requiredNumber("segment_size");
      SegmentGeometry told =
          new SegmentGeometry(cap.size(), cap.needed(), (int) Math.min(size, Integer.MAX_VALUE));
      learn(extension, told, shareRoot, crypttextRoot);
    } catch (UriExtensionException | IllegalArgumentException | HashTreeException e) {
      throw ShareException.corrupt(
          "the URI extension block does not fit the capability: " + e.getMessage());
    }
  }

  private synchronized void learn(
      UriExtension extension, SegmentGeometry told, byte[] shareRoot, byte[] crypttextRoot)
      throws HashTreeException {
    if (geometry == null) {
      IncompleteHashTree tree = new IncompleteHashTree(told.segments());
      tree.setRoot(crypttextRoot);
      shareTree.setRoot(shareRoot);
      crypttextTree = tree;
      uriExtension = extension;
      geometry = told;
    }
  }

  /** Whether the root of the block hash tree of a share is still unknown. */
  synchronized boolean needsChain(int share) {
    return !shareTree.isLeafKnown(share);
  }

  /** Learns the share hash chain of a share. */
  synchronized void addChain(int share, ByteBuffer chain) throws HashTreeException {
    if (!needsChain(share)) {
      return;
    }
    shareTree.add(parseChain(chain));
  }

  /** The entries of a share hash chain: node number → hash. */
  public static Map<Integer, byte[]> parseChain(ByteBuffer chain) {
    Map<Integer, byte[]> hashes = new HashMap<>();
    while (chain.remaining() >= ShareLayout.CHAIN_ENTRY) {
      int node = Short.toUnsignedInt(chain.getShort());
      byte[] hash = new byte[Hashes.HASH_LENGTH];
      chain.get(hash);
      hashes.put(node, hash);
    }
    return hashes;
  }

  /** The nodes of the block hash tree of a share that are still needed for a segment. */
  synchronized List<Integer> neededBlockNodes(int share, int segment) {
    return needsChain(share)
        ? allNodes(geometry, segment)
        : blockTree(share).neededHashes(segment, true);
  }

  /** The nodes of an unknown hash tree over the segments that are needed for one of them. */
  static List<Integer> allNodes(SegmentGeometry geometry, int segment) {
    HashTreeShape shape = new HashTreeShape(geometry.segments());
    List<Integer> nodes = new ArrayList<>(shape.neededHashes(segment));
    nodes.add(shape.firstLeaf() + segment);
    return nodes;
  }

  /** The nodes of the crypttext hash tree that are still needed for a segment. */
  synchronized List<Integer> neededCrypttextNodes(int segment) {
    return crypttextTree.neededHashes(segment, true);
  }

  /** Learns nodes of the block hash tree of a share. */
  void addBlockNodes(int share, List<Integer> needed, Nodes nodes)
      throws HashTreeException, ShareException, InterruptedException {
    Map<Integer, byte[]> hashes = collect(needed, nodes);
    synchronized (this) {
      blockTree(share).add(hashes);
    }
  }

  /** Learns nodes of the crypttext hash tree. */
  void addCrypttextNodes(List<Integer> needed, Nodes nodes)
      throws HashTreeException, ShareException, InterruptedException {
    Map<Integer, byte[]> hashes = collect(needed, nodes);
    synchronized (this) {
      crypttextTree.add(hashes);
    }
  }

  private static Map<Integer, byte[]> collect(List<Integer> needed, Nodes nodes)
      throws ShareException, InterruptedException {
    Map<Integer, byte[]> hashes = new HashMap<>();
    for (int node : needed) {
      hashes.put(node, nodes.node(node));
    }
    return hashes;
  }

  /** Checks the hash of a block; its place in the tree is known already. */
  synchronized void checkBlock(int share, int segment, byte[] hash) throws HashTreeException {
    blockTree(share).addLeaf(segment, hash);
  }

  /** Checks the hash of a segment of crypttext; its place in the tree is known already. */
  synchronized void checkCrypttext(int segment, byte[] hash) throws HashTreeException {
    crypttextTree.addLeaf(segment, hash);
  }

  private IncompleteHashTree blockTree(int share) {
    return blockTrees.computeIfAbsent(share, number -> rooted(shareTree.leaf(number)));
  }

  private IncompleteHashTree rooted(byte[] root) {
    IncompleteHashTree tree = new IncompleteHashTree(geometry.segments());
    try {
      tree.setRoot(root);
    } catch (HashTreeException e) {
      throw new IllegalStateException("an empty tree takes any root", e);
    }
    return tree;
  }
}
