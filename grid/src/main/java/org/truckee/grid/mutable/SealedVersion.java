package org.truckee.grid.mutable;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ShareUpdate.Write;

/**
 * A version with its signature: all that its shares have besides the blocks. Arrays are not copied.
 *
 * @param version what it is
 * @param signature of the header
 * @param publicKey the verification key
 * @param privateKey the private key, enciphered
 * @param trees the hash trees
 */
public record SealedVersion(
    Version version,
    byte[] signature,
    byte[] publicKey,
    byte[] privateKey,
    BlockHashes.Trees trees) {
  /**
   * The bytes of a share, apart from its blocks, each part at its place. The first is the beginning
   * of the share.
   */
  public List<Write> parts(int share) {
    MutableShareLayout layout = version.layout();
    List<Write> parts = new ArrayList<>();
    parts.add(new Write(0, beginning()));
    parts.add(new Write(layout.publicKeyRange().begin(), publicKey));
    parts.add(new Write(layout.signatureRange().begin(), signature));
    parts.add(
        new Write(layout.shareHashesRange().begin(), ShareHashChain.encode(trees.shares(), share)));
    parts.add(new Write(layout.blockHashesRange().begin(), trees.blocks()[share].bytes()));
    parts.add(new Write(layout.privateKeyRange().begin(), privateKey));
    return parts;
  }

  /** Header and table of offsets. */
  public byte[] beginning() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(version.header().signedBytes());
    out.writeBytes(version.layout().table());
    return out.toByteArray();
  }

  /** All of a share, of which these are the blocks, in as few pieces as may be. */
  public List<Write> writes(int share, MutableBlockRun blocks, int index) {
    List<Write> parts = parts(share);
    ByteRange place =
        version.layout().blocksRange(version.geometry(), blocks.first(), blocks.end());
    parts.add(new Write(place.begin(), blocks.bytes(index)));
    return joined(parts);
  }

  /** Writes of the same bytes in which neighbours are joined, in the order of their places. */
  public static List<Write> joined(List<Write> writes) {
    List<Write> sorted =
        writes.stream()
            .filter(write -> write.data().length > 0)
            .sorted(Comparator.comparingLong(Write::offset))
            .toList();
    List<Write> joined = new ArrayList<>();
    int from = 0;
    while (from < sorted.size()) {
      int to = from + 1;
      long length = sorted.get(from).data().length;
      while (to < sorted.size() && sorted.get(to).offset() == sorted.get(from).offset() + length) {
        length += sorted.get(to++).data().length;
      }
      joined.add(join(sorted.subList(from, to), Math.toIntExact(length)));
      from = to;
    }
    return joined;
  }

  private static Write join(List<Write> neighbours, int length) {
    if (neighbours.size() == 1) {
      return neighbours.getFirst();
    }
    byte[] bytes = new byte[length];
    int at = 0;
    for (Write write : neighbours) {
      System.arraycopy(write.data(), 0, bytes, at, write.data().length);
      at += write.data().length;
    }
    return new Write(neighbours.getFirst().offset(), bytes);
  }
}
