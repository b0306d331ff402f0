package org.truckee.grid.mutable;

import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.crypto.HashTree;
import org.truckee.crypto.Hashes;

/** The hashes that connect a share to the root hash, as a share stores them. */
public final class ShareHashChain {
  private ShareHashChain() {}

  /** The chain of share {@code share}, in ascending order of the nodes. */
  public static byte[] encode(HashTree tree, int share) {
    var nodes = tree.shape().neededHashes(share).stream().sorted().toList();
    ByteBuffer out = ByteBuffer.allocate(nodes.size() * (2 + Hashes.HASH_LENGTH));
    nodes.forEach(node -> out.putShort(node.shortValue()).put(tree.node(node)));
    return out.array();
  }

  /**
   * Reads a chain.
   *
   * @return node number → hash
   * @throws MutableLayoutException if its length is none of a chain, or a node stands twice
   */
  public static SortedMap<Integer, byte[]> parse(byte[] bytes) throws MutableLayoutException {
    if (bytes.length % (2 + Hashes.HASH_LENGTH) != 0) {
      throw new MutableLayoutException(
          "the share hash chain has %d bytes, not a multiple of %d"
              .formatted(bytes.length, 2 + Hashes.HASH_LENGTH));
    }
    SortedMap<Integer, byte[]> chain = new TreeMap<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      int node = Short.toUnsignedInt(in.getShort());
      byte[] hash = new byte[Hashes.HASH_LENGTH];
      in.get(hash);
      if (chain.put(node, hash) != null) {
        throw new MutableLayoutException("node %d stands in the chain twice".formatted(node));
      }
    }
    return chain;
  }
}
