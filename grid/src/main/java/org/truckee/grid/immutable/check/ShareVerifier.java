package org.truckee.grid.immutable.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.HashTreeException;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.IncompleteHashTree;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.UriExtensionException;
import org.truckee.grid.immutable.download.DownloadTools;
import org.truckee.grid.immutable.download.FetchPlan;
import org.truckee.grid.immutable.download.FileFacts;
import org.truckee.grid.immutable.download.SegmentRun;
import org.truckee.grid.immutable.download.ShareBytes;
import org.truckee.grid.immutable.download.ShareException;
import org.truckee.grid.immutable.download.ShareHeader;
import org.truckee.grid.transfer.Slice;
import org.truckee.storage.BucketReader;
import org.truckee.storage.ByteRange;

/**
 * Reads every byte of one share that means something and holds it against the capability ({@code
 * spec/01 §9.1}). What one share says is never used to judge another. Used by one thread.
 */
final class ShareVerifier {
  /** So many bytes of blocks are read and hashed at a time, or one block. */
  private static final int REQUEST = 1 << 20;

  private final ExpectedFile expected;
  private final int number;
  private final BucketReader reader;
  private final DownloadTools tools;
  private final LongConsumer progress;

  /**
   * A verifier of one copy of a share.
   *
   * @param progress hears of the bytes of blocks as they turn out to be good
   */
  ShareVerifier(
      ExpectedFile expected,
      int number,
      BucketReader reader,
      DownloadTools tools,
      LongConsumer progress) {
    this.expected = expected;
    this.number = number;
    this.reader = reader;
    this.tools = tools;
    this.progress = progress;
  }

  /**
   * Returns if the share is good.
   *
   * @throws ShareException if it is not, or cannot be read
   */
  void verify() throws ShareException, InterruptedException {
    ShareBytes bytes = new ShareBytes(reader, tools.buffers());
    bytes.prefetch(expected.likelyMetadata());
    ShareLayout layout = ShareHeader.read(bytes);
    UriExtension extension = expected.check(ShareHeader.readUriExtension(bytes, layout));
    SegmentGeometry geometry = ExpectedFile.geometry(expected.cap(), extension);
    requireSections(layout, geometry);
    bytes.prefetch(List.of(new ByteRange(layout.crypttextHashes(), layout.uriExtension())));
    IncompleteHashTree shares = tree(expected.cap().total(), extension, "share_root_hash");
    learn(shares, chain(bytes, layout), "share hash chain");
    if (!shares.isLeafKnown(number)) {
      throw ShareException.corrupt("bad share hash chain: it lacks the share's own hash");
    }
    IncompleteHashTree crypttext = tree(geometry.segments(), extension, "crypttext_root_hash");
    learn(crypttext, nodes(bytes, layout.crypttextHashes(), crypttext), "crypttext hashes");
    // The root of the block hashes is not the share's to choose: it follows from the chain.
    IncompleteHashTree blocks = tree(geometry.segments(), shares.leaf(number));
    learn(blocks, nodes(bytes, layout.blockHashes(), blocks), "block hashes");
    verifyBlocks(layout, geometry, blocks);
  }

  private static void requireSections(ShareLayout layout, SegmentGeometry geometry)
      throws ShareException {
    long tree = ShareLayout.treeLength(geometry);
    if (layout.blockHashes() - layout.crypttextHashes() != tree
        || layout.shareHashes() - layout.blockHashes() != tree) {
      throw ShareException.corrupt("its hash trees have not the size for the file's segments");
    }
    if (layout.uriExtension() - layout.shareHashes() > ShareHeader.MAX_CHAIN) {
      throw ShareException.corrupt("its share hash chain is longer than any can be");
    }
  }

  private static IncompleteHashTree tree(int leaves, UriExtension extension, String root)
      throws ShareException {
    try {
      return tree(leaves, extension.requiredHash(root));
    } catch (UriExtensionException e) {
      throw ShareException.corrupt(String.valueOf(e.getMessage()));
    }
  }

  private static IncompleteHashTree tree(int leaves, byte[] root) {
    IncompleteHashTree tree = new IncompleteHashTree(leaves);
    try {
      tree.setRoot(root);
    } catch (HashTreeException e) {
      throw new IllegalStateException("an empty tree takes any root", e);
    }
    return tree;
  }

  private static Map<Integer, byte[]> chain(ShareBytes bytes, ShareLayout layout)
      throws ShareException, InterruptedException {
    int length = (int) (layout.uriExtension() - layout.shareHashes());
    Slice chain = bytes.need(layout.shareHashes(), length, "share hash chain");
    return FileFacts.parseChain(chain.buffer());
  }

  private static Map<Integer, byte[]> nodes(ShareBytes bytes, long start, IncompleteHashTree tree)
      throws ShareException, InterruptedException {
    int count = tree.shape().nodes();
    Slice all = bytes.need(start, Math.multiplyExact(count, Hashes.HASH_LENGTH), "hash tree");
    Map<Integer, byte[]> nodes = new HashMap<>();
    for (int node = 0; node < count; node++) {
      byte[] hash = new byte[Hashes.HASH_LENGTH];
      all.part(node * hash.length, hash.length).buffer().get(hash);
      nodes.put(node, hash);
    }
    return nodes;
  }

  private static void learn(IncompleteHashTree tree, Map<Integer, byte[]> nodes, String what)
      throws ShareException {
    try {
      tree.add(nodes);
    } catch (HashTreeException e) {
      throw ShareException.corrupt("bad %s: %s".formatted(what, e.getMessage()));
    }
  }

  private void verifyBlocks(ShareLayout layout, SegmentGeometry geometry, IncompleteHashTree hashes)
      throws ShareException, InterruptedException {
    int perRequest = Math.max(1, REQUEST / geometry.blockSize());
    for (int first = 0; first < geometry.segments(); first += perRequest) {
      SegmentRun run = new SegmentRun(first, Math.min(perRequest, geometry.segments() - first));
      ByteRange range = new FetchPlan(layout, geometry, expected.cap().total()).blocks(run);
      ShareBytes bytes = new ShareBytes(reader, tools.buffers());
      Slice blocks = bytes.need(range.begin(), (int) range.length(), "blocks");
      Optional<Integer> bad =
          tools.workers().compute(() -> firstBad(blocks, geometry, run, hashes));
      if (bad.isPresent()) {
        throw ShareException.corrupt("bad block of segment %d".formatted(bad.get()));
      }
      bytes.arrays().forEach(tools.buffers()::give);
      progress.accept(range.length());
    }
  }

  private static Optional<Integer> firstBad(
      Slice blocks, SegmentGeometry geometry, SegmentRun run, IncompleteHashTree hashes) {
    int position = 0;
    for (int segment = run.first(); segment < run.end(); segment++) {
      Slice block = blocks.part(position, geometry.blockLength(segment));
      position += block.length();
      byte[] hash = HashTag.BLOCK.hash(block.array(), block.offset(), block.length());
      if (!Arrays.equals(hash, hashes.leaf(segment))) {
        return Optional.of(segment);
      }
    }
    return Optional.empty();
  }
}
