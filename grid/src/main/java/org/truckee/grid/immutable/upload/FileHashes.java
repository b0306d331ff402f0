package org.truckee.grid.immutable.upload;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.HashTree;
import org.truckee.crypto.HashTreeShape;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.ShareHashChainOrder;
import org.truckee.crypto.TaggedHasher;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;

/**
 * Every hash of a file in the making ({@code spec/01 §6.4–6.6}). Segments may be hashed in any
 * order and at the same time, the whole file only from its beginning to its end.
 */
final class FileHashes {
  private static final int HASH = Hashes.HASH_LENGTH;

  private final SegmentGeometry geometry;
  private final int total;
  private final ShareLayout layout;
  private final TaggedHasher crypttextHasher = HashTag.CRYPTTEXT.hasher();
  private final byte[] segmentHashes;
  private byte[][] blockHashes;

  private final CountDownLatch segmentsLeft;
  private final CountDownLatch published = new CountDownLatch(1);
  private byte[] crypttextHash;
  private byte[] crypttextTree;
  private List<HashTree> blockTrees;
  private HashTree shareTree;
  private UriExtension extension;
  private byte[] uriExtension;

  FileHashes(SegmentGeometry geometry, int total, ShareLayout layout) {
    this.geometry = geometry;
    this.total = total;
    this.layout = layout;
    this.segmentHashes = new byte[Math.multiplyExact(HASH, geometry.segments())];
    this.blockHashes = new byte[total][segmentHashes.length];
    this.segmentsLeft = new CountDownLatch(geometry.segments());
  }

  /** Continues the hash of the whole file. */
  void addToFile(CodedSegment segment) {
    crypttextHasher.update(segment.crypttext(), 0, segment.length());
  }

  /** All of the file has been added: its hash. */
  byte[] finishFile() {
    crypttextHash = crypttextHasher.digest();
    return crypttextHash.clone();
  }

  /** Hashes the crypttext and the blocks of one segment. */
  void addSegment(CodedSegment segment) {
    byte[] hash = HashTag.CRYPTTEXT_SEGMENT.hash(segment.crypttext(), 0, segment.length());
    System.arraycopy(hash, 0, segmentHashes, segment.number() * HASH, HASH);
    addBlocks(segment);
    segmentsLeft.countDown();
  }

  private void addBlocks(CodedSegment segment) {
    byte[] hash = null;
    for (int share = 0; share < total; share++) {
      if (hash == null || geometry.needed() > 1) {
        hash =
            HashTag.BLOCK.hash(segment.array(share), segment.offset(share), segment.blockLength());
      }
      System.arraycopy(hash, 0, blockHashes[share], segment.number() * HASH, HASH);
    }
  }

  /** The bytes of all leaves together. */
  long size() {
    return (total + 1L) * segmentHashes.length;
  }

  /** Waits until every segment was added. */
  void awaitSegments() throws InterruptedException {
    segmentsLeft.await();
  }

  /**
   * All segments have been added, and the file is finished: builds the trees and the URI extension
   * block. Nobody gets anything of them before {@link #publish}.
   */
  void complete() {
    HashTree crypttext = HashTree.over(segmentHashes);
    crypttextTree = crypttext.bytes();
    blockTrees = new ArrayList<>(total);
    byte[] roots = new byte[HASH * total];
    for (int share = 0; share < total; share++) {
      HashTree tree = HashTree.over(blockHashes[share]);
      blockTrees.add(tree);
      System.arraycopy(tree.root(), 0, roots, share * HASH, HASH);
    }
    blockHashes = null;
    shareTree = HashTree.over(roots);
    extension = UriExtension.of(geometry, total, crypttextHash, crypttext.root(), shareTree.root());
    uriExtension = extension.bytes();
  }

  /** Lets the senders have what follows the blocks. */
  void publish() {
    published.countDown();
  }

  /** The URI extension block, once it is {@link #complete}. */
  UriExtension uriExtension() {
    return extension;
  }

  /** Waits until all is published, and gives everything that follows the blocks of a share. */
  List<ByteBuffer> awaitTrailer(int share) throws InterruptedException {
    published.await();
    int unused = Math.toIntExact(layout.crypttextHashes() - layout.plaintextHashes());
    return List.of(
        ByteBuffer.allocate(unused),
        ByteBuffer.wrap(crypttextTree),
        ByteBuffer.wrap(blockTrees.get(share).bytes()),
        chain(share),
        lengthField(),
        ByteBuffer.wrap(uriExtension));
  }

  private ByteBuffer chain(int share) {
    HashTreeShape shape = shareTree.shape();
    ByteBuffer chain = ByteBuffer.allocate(ShareLayout.chainLength(total));
    for (int node : ShareHashChainOrder.of(shape, share)) {
      chain.putShort((short) node).put(shareTree.node(node));
    }
    return chain.flip();
  }

  private ByteBuffer lengthField() {
    ByteBuffer field = ByteBuffer.allocate(layout.lengthFieldLength());
    if (layout.version() == 1) {
      field.putInt(uriExtension.length);
    } else {
      field.putLong(uriExtension.length);
    }
    return field.flip();
  }
}
