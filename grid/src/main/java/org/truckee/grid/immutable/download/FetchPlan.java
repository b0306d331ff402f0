package org.truckee.grid.immutable.download;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.truckee.crypto.Hashes;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.storage.ByteRange;

/**
 * Which parts of a share one fetch needs, given where they stand or are guessed to stand.
 *
 * @param layout where the parts are, or are guessed to be
 * @param geometry the file's, or its guess
 * @param total how many shares the file has
 */
public record FetchPlan(ShareLayout layout, SegmentGeometry geometry, int total) {
  /** A share up to this size is read with one request. */
  private static final long SMALL_SHARE = 1 << 16;

  /** A hash tree up to this size is read whole even if only a part of the file is wanted. */
  private static final long SMALL_TREE = 1 << 16;

  /** A hash tree up to this size is read whole if all of the file is wanted. */
  private static final long MODERATE_TREE = 1 << 21;

  /** The length field, and what an old URI extension block may have more than a new one. */
  private static final int EXTENSION_SLACK = 256;

  /**
   * Everything that the first fetch from a share needs.
   *
   * @param run may be empty
   * @param readingOn whether the rest of the file is going to be read too
   * @param extension how long the URI extension block will be about; empty if it is not wanted
   */
  public List<ByteRange> opening(SegmentRun run, boolean readingOn, OptionalInt extension) {
    int extensionLength = extension.isPresent() ? extension.getAsInt() + EXTENSION_SLACK : 0;
    long end = layout.uriExtension() + extensionLength;
    if (end <= SMALL_SHARE) {
      return List.of(new ByteRange(0, end));
    }
    List<ByteRange> ranges = new ArrayList<>();
    ranges.add(new ByteRange(0, ShareLayout.MAX_HEADER));
    if (run.count() > 0) {
      ranges.add(blocks(run));
    }
    if (treesWhole(readingOn)) {
      ranges.add(new ByteRange(layout.crypttextHashes(), layout.crypttextHashes() + 2 * tree()));
    } else {
      for (int segment = run.first(); segment < run.end(); segment++) {
        List<Integer> nodes = FileFacts.allNodes(geometry, segment);
        ranges.addAll(nodes(layout.crypttextHashes(), nodes));
        ranges.addAll(nodes(layout.blockHashes(), nodes));
      }
    }
    ranges.add(new ByteRange(layout.shareHashes(), layout.shareHashes() + chain()));
    if (extension.isPresent()) {
      ranges.add(new ByteRange(layout.uriExtension(), layout.uriExtension() + extensionLength));
    }
    return ranges;
  }

  /** The blocks of a run. */
  public ByteRange blocks(SegmentRun run) {
    long begin = layout.blockOffset(geometry, run.first());
    long length = 0;
    for (int segment = run.first(); segment < run.end(); segment++) {
      length += geometry.blockLength(segment);
    }
    return new ByteRange(begin, begin + length);
  }

  /** Some nodes of the tree that begins at {@code tree}. */
  static List<ByteRange> nodes(long tree, List<Integer> nodes) {
    return nodes.stream().map(node -> node(tree, node)).toList();
  }

  private static ByteRange node(long tree, int node) {
    long begin = tree + (long) Hashes.HASH_LENGTH * node;
    return new ByteRange(begin, begin + Hashes.HASH_LENGTH);
  }

  /** Whether all nodes of the hash trees are read at once. */
  boolean treesWhole(boolean readingOn) {
    return tree() <= (readingOn ? MODERATE_TREE : SMALL_TREE);
  }

  /** The bytes of a hash tree over the segments. */
  long tree() {
    return ShareLayout.treeLength(geometry);
  }

  /** The bytes of a share hash chain. */
  int chain() {
    return ShareLayout.chainLength(total);
  }
}
