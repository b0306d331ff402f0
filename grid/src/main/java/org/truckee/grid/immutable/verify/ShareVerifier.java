package org.truckee.grid.immutable.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.HashTreeException;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.IncompleteHashTree;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.UriExtensionException;
import org.truckee.grid.immutable.download.FetchPlan;
import org.truckee.grid.immutable.download.FileFacts;
import org.truckee.grid.immutable.download.SegmentRun;
import org.truckee.grid.immutable.download.ShareBytes;
import org.truckee.grid.immutable.download.ShareException;
import org.truckee.grid.immutable.download.ShareHeader;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.Slice;
import org.truckee.grid.transfer.Workers;
import org.truckee.storage.ByteRange;
import org.truckee.storage.FoundShare;

/**
 * Reads one share, all bytes of it that mean something or a sample of its blocks with all of the
 * rest, and holds it against the capability ({@code spec/01 §9.1}). What one share says is never
 * used to judge another. Used by one thread.
 */
public final class ShareVerifier {
  /** So many bytes of blocks are read and hashed at a time, or one block. */
  private static final int REQUEST = 1 << 20;

  /** So many bytes of blocks beside the last one are a sample, or one block. */
  private static final int SAMPLE = 1 << 18;

  private final ExpectedFile expected;
  private final int number;
  private final FoundShare share;
  private final BlockBuffers buffers;
  private final Workers workers;
  private final LongConsumer progress;

  /**
   * A verifier of one copy of a share.
   *
   * @param progress hears of the bytes of blocks as they turn out to be good
   */
  public ShareVerifier(
      ExpectedFile expected,
      int number,
      FoundShare share,
      BlockBuffers buffers,
      Workers workers,
      LongConsumer progress) {
    this.expected = expected;
    this.number = number;
    this.share = share;
    this.buffers = buffers;
    this.workers = workers;
    this.progress = progress;
  }

  /**
   * Reads the whole share, and returns if it is good.
   *
   * @throws ShareException if it is not, or cannot be read
   */
  public void verify() throws ShareException, InterruptedException {
    Opened opened = open();
    verifyBlocks(opened, new SegmentRun(0, opened.geometry.segments()));
  }

  /**
   * Reads all of the share but its blocks, and of those the last and some in another place that is
   * drawn by lot; all if they are few. Returns if these are good.
   *
   * @return whether that was the whole share
   * @throws ShareException if it is not good, or cannot be read
   */
  public boolean verifySample(RandomGenerator random) throws ShareException, InterruptedException {
    Opened opened = open();
    int segments = opened.geometry.segments();
    int count = Math.min(segments, Math.max(1, SAMPLE / opened.geometry.blockSize()));
    if (segments <= count + 1) {
      verifyBlocks(opened, new SegmentRun(0, segments));
      return true;
    }
    verifyBlocks(opened, new SegmentRun(random.nextInt(segments - count), count));
    verifyBlocks(opened, new SegmentRun(segments - 1, 1));
    return false;
  }

  /** A share of which all is good but the blocks, which nobody has looked at yet. */
  private record Opened(
      ShareBytes bytes, ShareLayout layout, SegmentGeometry geometry, IncompleteHashTree blocks) {}

  private Opened open() throws ShareException, InterruptedException {
    ShareBytes bytes = new ShareBytes(share.reader(), buffers);
    bytes.add(share.excerpts());
    bytes.prefetch(expected.likelyMetadata());
    ShareLayout layout = ShareHeader.read(bytes);
    UriExtension extension = extension(bytes, layout);
    SegmentGeometry geometry = ExpectedFile.geometry(expected.cap(), extension);
    requireSections(layout, geometry);
    bytes.prefetch(List.of(new ByteRange(layout.crypttextHashes(), layout.uriExtension())));
    IncompleteHashTree shares = tree(expected.cap().total(), extension, "share_root_hash");
    learnChain(shares, bytes, layout);
    IncompleteHashTree crypttext = tree(geometry.segments(), extension, "crypttext_root_hash");
    learnTree(crypttext, bytes, layout.crypttextHashes(), "crypttext hashes");
    // The root of the block hashes is not the share's to choose: it follows from the chain.
    IncompleteHashTree blocks = tree(geometry.segments(), shares.leaf(number));
    learnTree(blocks, bytes, layout.blockHashes(), "block hashes");
    return new Opened(bytes, layout, geometry, blocks);
  }

  private UriExtension extension(ShareBytes bytes, ShareLayout layout)
      throws ShareException, InterruptedException {
    byte[] block = ShareHeader.readUriExtension(bytes, layout);
    if (!expected.names(block)) {
      long start = layout.uriExtension();
      long end = start + layout.lengthFieldLength() + block.length;
      throw ShareException.damaged("URI extension block", start, end, "");
    }
    return expected.check(block);
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

  private void learnChain(IncompleteHashTree shares, ShareBytes bytes, ShareLayout layout)
      throws ShareException, InterruptedException {
    long start = layout.shareHashes();
    long end = layout.uriExtension();
    Slice chain = bytes.need(start, (int) (end - start), "share hash chain");
    learn(shares, FileFacts.parseChain(chain.buffer()), "share hash chain", start, end);
    if (!shares.isLeafKnown(number)) {
      throw ShareException.damaged("share hash chain", start, end, "it lacks the share's own hash");
    }
  }

  private static void learnTree(IncompleteHashTree tree, ShareBytes bytes, long start, String what)
      throws ShareException, InterruptedException {
    long end = start + (long) Hashes.HASH_LENGTH * tree.shape().nodes();
    learn(tree, nodes(bytes, start, tree), what, start, end);
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

  private static void learn(
      IncompleteHashTree tree, Map<Integer, byte[]> nodes, String what, long start, long end)
      throws ShareException {
    try {
      tree.add(nodes);
    } catch (HashTreeException e) {
      throw ShareException.damaged(what, start, end, String.valueOf(e.getMessage()));
    }
  }

  private void verifyBlocks(Opened opened, SegmentRun all)
      throws ShareException, InterruptedException {
    SegmentGeometry geometry = opened.geometry;
    FetchPlan plan = new FetchPlan(opened.layout, geometry, expected.cap().total());
    int perRequest = Math.max(1, REQUEST / geometry.blockSize());
    for (int first = all.first(); first < all.end(); first += perRequest) {
      SegmentRun run = new SegmentRun(first, Math.min(perRequest, all.end() - first));
      ByteRange range = plan.blocks(run);
      boolean small = opened.bytes.holds(range);
      ShareBytes bytes = small ? opened.bytes : new ShareBytes(share.reader(), buffers);
      Slice blocks = bytes.need(range.begin(), (int) range.length(), "blocks");
      Optional<ShareException> bad = workers.compute(() -> firstBad(blocks, opened, run));
      if (bad.isPresent()) {
        throw bad.get();
      }
      if (!small) {
        bytes.arrays().forEach(buffers::give);
      }
      progress.accept(range.length());
    }
  }

  private static Optional<ShareException> firstBad(Slice blocks, Opened opened, SegmentRun run) {
    SegmentGeometry geometry = opened.geometry;
    int position = 0;
    for (int segment = run.first(); segment < run.end(); segment++) {
      Slice block = blocks.part(position, geometry.blockLength(segment));
      position += block.length();
      byte[] hash = HashTag.BLOCK.hash(block.array(), block.offset(), block.length());
      try {
        opened.blocks.addLeaf(segment, hash);
      } catch (HashTreeException e) {
        long start = opened.layout.blockOffset(geometry, segment);
        return Optional.of(
            ShareException.damaged(
                "block of segment " + segment,
                start,
                start + block.length(),
                String.valueOf(e.getMessage())));
      }
    }
    return Optional.empty();
  }
}
