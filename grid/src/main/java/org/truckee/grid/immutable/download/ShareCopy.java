package org.truckee.grid.immutable.download;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.HashTreeException;
import org.truckee.crypto.Hashes;
import org.truckee.grid.GridServer;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.servers.CorruptionNotices;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.Slice;
import org.truckee.grid.transfer.Workers;
import org.truckee.storage.BucketReader;
import org.truckee.storage.ByteRange;
import org.truckee.storage.Excerpt;
import org.truckee.storage.FoundShare;
import org.truckee.storage.ShareNumber;

/**
 * One share on one server, and what was learnt of it. Blocks come out of it only when they are
 * validated up to the capability ({@code spec/01 §8.6}). Thread-safe: several runs of blocks can be
 * fetched at once, but only one of them opens the share.
 */
final class ShareCopy {
  /** Blocks up to this size are hashed where they arrive. */
  private static final int LITTLE_WORK = 1 << 15;

  private final GridServer server;
  private final ShareNumber number;
  private final BucketReader reader;
  private final FileFacts facts;
  private final BlockBuffers buffers;
  private final Workers workers;
  private final CorruptionNotices notices;
  private final ReentrantLock opening = new ReentrantLock();

  /** Known once the share is open. */
  private volatile ShareLayout layout;

  /** Both hash trees as the share has them, if they were read whole; not validated. */
  private volatile Optional<byte[]> trees = Optional.empty();

  /** What came along when the share was found; for whoever opens it. */
  private final AtomicReference<List<Excerpt>> excerpts;

  ShareCopy(
      GridServer server,
      ShareNumber number,
      FoundShare found,
      FileFacts facts,
      BlockBuffers buffers,
      Workers workers,
      CorruptionNotices notices) {
    this.server = server;
    this.number = number;
    this.reader = found.reader();
    this.excerpts = new AtomicReference<>(found.excerpts());
    this.facts = facts;
    this.buffers = buffers;
    this.workers = workers;
    this.notices = notices;
  }

  GridServer server() {
    return server;
  }

  ShareNumber number() {
    return number;
  }

  /** Whether it is known where the parts of the share are. */
  boolean isOpen() {
    return layout != null;
  }

  /** Forgets what came along, if nobody has used it. */
  void dropExcerpts() {
    excerpts.set(List.of());
  }

  /** As error texts name it. */
  @Override
  public String toString() {
    return "sh%s-on-%s".formatted(number, server.id().shortName());
  }

  /**
   * Fetches blocks, all in one request if possible.
   *
   * @param geometry what the run was cut by
   * @param readingOn whether the rest of the file is going to be read too
   * @throws WrongGuessException if the geometry turns out to be another one
   * @throws ShareException if the share gives nothing
   */
  BlockRun fetch(SegmentGeometry geometry, SegmentRun run, boolean readingOn)
      throws ShareException, WrongGuessException, InterruptedException {
    try {
      ShareBytes bytes = new ShareBytes(reader, buffers);
      if (layout != null || !openWith(bytes, geometry, run, readingOn)) {
        requireRight(geometry);
        bytes.prefetch(rest(geometry, run));
      }
      return validated(bytes, geometry, run);
    } catch (ShareException e) {
      e.notice().ifPresent(this::tellServer);
      throw e;
    }
  }

  /** Opens the share with the bytes of the run; false if somebody else did meanwhile. */
  private boolean openWith(
      ShareBytes bytes, SegmentGeometry geometry, SegmentRun run, boolean readingOn)
      throws ShareException, WrongGuessException, InterruptedException {
    opening.lockInterruptibly();
    try {
      if (layout != null) {
        return false;
      }
      bytes.add(excerpts.getAndSet(List.of()));
      open(bytes, geometry, run, readingOn);
      return true;
    } finally {
      opening.unlock();
    }
  }

  private void open(ShareBytes bytes, SegmentGeometry geometry, SegmentRun run, boolean readingOn)
      throws ShareException, WrongGuessException, InterruptedException {
    int total = facts.cap().total();
    OptionalInt extension =
        facts.geometry().isPresent()
            ? OptionalInt.empty()
            : OptionalInt.of(facts.likelyExtensionLength());
    ShareLayout expected = ShareLayout.of(geometry, total);
    bytes.prefetch(new FetchPlan(expected, geometry, total).opening(run, readingOn, extension));
    ShareLayout real = ShareHeader.read(bytes);
    FetchPlan plan = new FetchPlan(real, geometry, total);
    if (!sameOffsets(real, expected)) {
      bytes.prefetch(plan.opening(run, readingOn, extension));
    }
    if (facts.geometry().isEmpty()) {
      readUriExtension(bytes, real);
    }
    requireRight(geometry);
    if (facts.needsChain(number.value())) {
      readChain(bytes, real);
    }
    if (plan.treesWhole(readingOn)) {
      trees = Optional.of(wholeTrees(bytes, real, (int) plan.tree()));
    }
    layout = real;
  }

  /** A run that was cut by a guess is of no use, whoever found out that it was wrong. */
  private void requireRight(SegmentGeometry geometry) throws WrongGuessException {
    if (!geometry.equals(facts.likelyGeometry())) {
      throw new WrongGuessException();
    }
  }

  private static boolean sameOffsets(ShareLayout real, ShareLayout expected) {
    return real.data() == expected.data()
        && real.crypttextHashes() == expected.crypttextHashes()
        && real.blockHashes() == expected.blockHashes()
        && real.shareHashes() == expected.shareHashes()
        && real.uriExtension() == expected.uriExtension();
  }

  private void readUriExtension(ShareBytes bytes, ShareLayout real)
      throws ShareException, InterruptedException {
    byte[] block = ShareHeader.readUriExtension(bytes, real);
    long start = real.uriExtension();
    facts.addUriExtension(block, start, start + real.lengthFieldLength() + block.length);
  }

  private void readChain(ShareBytes bytes, ShareLayout real)
      throws ShareException, InterruptedException {
    long start = real.shareHashes();
    long length = real.uriExtension() - start;
    if (length > ShareHeader.MAX_CHAIN) {
      throw ShareException.corrupt("its share hash chain would have %d bytes".formatted(length));
    }
    Slice chain = bytes.need(start, (int) length, "share hash chain");
    try {
      facts.addChain(number.value(), chain.buffer());
    } catch (HashTreeException e) {
      throw ShareException.damaged(
          "share hash chain", start, real.uriExtension(), String.valueOf(e.getMessage()));
    }
    if (facts.needsChain(number.value())) {
      throw ShareException.damaged("share hash chain", start, real.uriExtension(), "no own hash");
    }
  }

  private static byte[] wholeTrees(ShareBytes bytes, ShareLayout real, int length)
      throws ShareException, InterruptedException {
    byte[] trees = new byte[2 * length];
    bytes.need(real.crypttextHashes(), length, "crypttext hashes").buffer().get(trees, 0, length);
    bytes.need(real.blockHashes(), length, "block hashes").buffer().get(trees, length, length);
    return trees;
  }

  /** What a later fetch needs besides what is known. */
  private List<ByteRange> rest(SegmentGeometry geometry, SegmentRun run) {
    FetchPlan plan = new FetchPlan(layout, geometry, facts.cap().total());
    List<ByteRange> ranges = new ArrayList<>();
    ranges.add(plan.blocks(run));
    if (trees.isEmpty()) {
      for (int segment = run.first(); segment < run.end(); segment++) {
        ranges.addAll(
            FetchPlan.nodes(layout.blockHashes(), facts.neededBlockNodes(number.value(), segment)));
        ranges.addAll(
            FetchPlan.nodes(layout.crypttextHashes(), facts.neededCrypttextNodes(segment)));
      }
    }
    return ranges;
  }

  private BlockRun validated(ShareBytes bytes, SegmentGeometry geometry, SegmentRun run)
      throws ShareException, InterruptedException {
    int treeLength = (int) Math.min(Integer.MAX_VALUE, ShareLayout.treeLength(geometry));
    for (int segment = run.first(); segment < run.end(); segment++) {
      learnBlockHashes(bytes, segment, treeLength);
      learnCrypttextHashes(bytes, segment);
    }
    ByteRange range = new FetchPlan(layout, geometry, facts.cap().total()).blocks(run);
    Slice all = bytes.need(range.begin(), Math.toIntExact(range.length()), "blocks");
    List<Optional<Slice>> blocks =
        all.length() <= LITTLE_WORK
            ? goodBlocks(all, geometry, run)
            : workers.compute(() -> goodBlocks(all, geometry, run));
    return new BlockRun(number.value(), run, blocks, bytes.asked(), bytes.arrays());
  }

  private List<Optional<Slice>> goodBlocks(Slice all, SegmentGeometry geometry, SegmentRun run) {
    List<Optional<Slice>> blocks = new ArrayList<>(run.count());
    int position = 0;
    for (int segment = run.first(); segment < run.end(); segment++) {
      Slice block = all.part(position, geometry.blockLength(segment));
      position += block.length();
      byte[] hash = HashTag.BLOCK.hash(block.array(), block.offset(), block.length());
      try {
        facts.checkBlock(number.value(), segment, hash);
        blocks.add(Optional.of(block));
      } catch (HashTreeException e) {
        // One bad block does not condemn a share.
        blocks.add(Optional.empty());
        long start = layout.blockOffset(geometry, segment);
        String problem = String.valueOf(e.getMessage());
        tellServer(ShareException.notice(start, start + block.length(), problem));
      }
    }
    return blocks;
  }

  private void learnBlockHashes(ShareBytes bytes, int segment, int treeLength)
      throws ShareException, InterruptedException {
    long start = layout.blockHashes();
    List<Integer> needed = facts.neededBlockNodes(number.value(), segment);
    try {
      facts.addBlockNodes(
          number.value(), needed, node -> node(bytes, start, treeLength, node, "block hashes"));
    } catch (HashTreeException e) {
      throw damaged("block hashes", start, needed, e);
    }
  }

  private void learnCrypttextHashes(ShareBytes bytes, int segment)
      throws ShareException, InterruptedException {
    long start = layout.crypttextHashes();
    List<Integer> needed = facts.neededCrypttextNodes(segment);
    try {
      facts.addCrypttextNodes(needed, node -> node(bytes, start, 0, node, "crypttext hashes"));
    } catch (HashTreeException e) {
      throw damaged("crypttext hashes", start, needed, e);
    }
  }

  private static ShareException damaged(
      String what, long start, List<Integer> nodes, HashTreeException problem) {
    long length = (long) Hashes.HASH_LENGTH * Collections.max(nodes);
    return ShareException.damaged(
        what, start, start + length, String.valueOf(problem.getMessage()));
  }

  private byte[] node(ShareBytes bytes, long tree, int inTrees, int node, String what)
      throws ShareException, InterruptedException {
    int at = node * Hashes.HASH_LENGTH;
    if (trees.isPresent()) {
      return Arrays.copyOfRange(trees.get(), inTrees + at, inTrees + at + Hashes.HASH_LENGTH);
    }
    byte[] hash = new byte[Hashes.HASH_LENGTH];
    bytes.need(tree + (long) node * Hashes.HASH_LENGTH, hash.length, what).buffer().get(hash);
    return hash;
  }

  private void tellServer(String notice) {
    notices.send(server, facts.cap().index(), number, notice);
  }
}
