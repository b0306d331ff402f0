package org.truckee.firstgen.peers;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.truckee.crypto.TubId;
import org.truckee.firstgen.uri.OldStorageIndex;

/** The nodes of a grid that are connected now. */
@FunctionalInterface
public interface Peers {
  /** All of them, in any order. */
  List<StoragePeer> connected();

  /** All of them, in the order in which they are asked for a file ({@code spec/12 §3}). */
  default List<StoragePeer> permuted(OldStorageIndex index) {
    return connected().stream()
        .sorted(
            (one, other) ->
                Arrays.compareUnsigned(place(index, one.nodeId()), place(index, other.nodeId())))
        .toList();
  }

  /** The place of a node in the order for a file: 20 bytes, the most significant first. */
  static byte[] place(OldStorageIndex index, TubId node) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(index.bytes());
      return sha1.digest(node.bytes());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
