package org.truckee.firstgen.download;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import org.truckee.firstgen.hash.BadHashException;
import org.truckee.firstgen.hash.OldHashTree;
import org.truckee.firstgen.hash.OldSha256;
import org.truckee.firstgen.hash.OldTag;
import org.truckee.firstgen.hash.PartialHashTree;
import org.truckee.firstgen.share.DamagedShareException;
import org.truckee.firstgen.share.ShareReader;
import org.truckee.firstgen.share.ShareSource;
import org.truckee.firstgen.share.UriExtension;

/**
 * One copy of one share, whose blocks are only given away when they have been validated ({@code
 * spec/12 §11.1}, step 7). Used by one thread at a time.
 */
final class Copy {
  private final int number;
  private final ShareReader reader;

  /** The hashes of the blocks, validated, 32 bytes each; null until the first block is wanted. */
  private byte[] blockHashes;

  private volatile boolean failed;

  Copy(ShareSource.Found found) {
    this.number = found.number();
    this.reader = new ShareReader(found.bytes());
  }

  int number() {
    return number;
  }

  ShareReader reader() {
    return reader;
  }

  boolean hasFailed() {
    return failed;
  }

  /** From now on it is not asked any more. */
  void fail() {
    failed = true;
  }

  /**
   * A block that belongs to the file.
   *
   * @param shareTree of all shares; several copies learn it together
   * @throws DamagedShareException if it does not
   */
  byte[] block(UriExtension file, PartialHashTree shareTree, int segment)
      throws IOException, InterruptedException {
    byte[] block = reader.block(file, segment);
    try {
      if (blockHashes == null) {
        byte[] root = root(shareTree, reader.shareHashes());
        blockHashes =
            OldHashTree.ofNodes(reader.blockHashes(), file.plan().segments(), root).leafBytes();
      }
      int at = segment * OldSha256.LENGTH;
      byte[] expected = Arrays.copyOfRange(blockHashes, at, at + OldSha256.LENGTH);
      if (!MessageDigest.isEqual(OldTag.BLOCK.hash(block), expected)) {
        throw new BadHashException("block %d has another hash".formatted(segment));
      }
    } catch (BadHashException e) {
      throw new DamagedShareException(reader.where(), e.getMessage());
    }
    return block;
  }

  private byte[] root(PartialHashTree shareTree, Map<Integer, byte[]> chain)
      throws BadHashException {
    synchronized (shareTree) {
      if (number < 0 || number >= shareTree.shape().leaves()) {
        throw new BadHashException("the file has no share %d".formatted(number));
      }
      if (!chain.containsKey(shareTree.shape().firstLeaf() + number)) {
        throw new BadHashException("the hash of the share itself is missing");
      }
      shareTree.add(chain);
      return shareTree.leaf(number);
    }
  }
}
