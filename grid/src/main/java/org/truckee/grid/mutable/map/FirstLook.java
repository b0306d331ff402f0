package org.truckee.grid.mutable.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.MutableShareLayout;
import org.truckee.grid.mutable.Version;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ReadVector;

/**
 * What is asked for with the first question, so that there need not be a second one: from all
 * servers the keys and hashes, from the likely holders of k shares also their blocks.
 */
final class FirstLook {
  /** Bytes within which most shares have everything but their blocks. */
  private static final int FAR = 4000;

  /** What the servers of the first shares are asked for as long as nothing is known of the file. */
  private static final int NEAR = 64 << 10;

  /** At most so many bytes are asked for before it is known that they are needed. */
  private static final int LARGEST = 512 << 10;

  private final Optional<Version> likely;
  private final boolean key;
  private final boolean contents;
  private final List<ByteRange> along;

  /**
   * For a file.
   *
   * @param key whether the private key is wanted
   * @param contents whether the contents are
   * @param along what all servers are asked for besides
   */
  FirstLook(MutableFacts facts, boolean key, boolean contents, List<ByteRange> along) {
    this.likely = facts.lastSeen();
    this.key = key && facts.wantsPrivateKey();
    this.contents = contents;
    this.along = List.copyOf(along);
  }

  /**
   * The ranges to ask a server for.
   *
   * @param near whether blocks are to come along
   */
  List<ReadVector> ranges(boolean near) {
    long length = near && contents ? nearLength() : FAR;
    List<ReadVector> ranges = new ArrayList<>();
    ranges.add(new ReadVector(0, length));
    if (key && near && likely.isPresent()) {
      ByteRange range = likely.get().layout().privateKeyRange();
      if (range.end() > length) {
        ranges.add(new ReadVector(range.begin(), range.length()));
      }
    }
    along.stream()
        .filter(range -> range.end() > length)
        .forEach(range -> ranges.add(new ReadVector(range.begin(), range.length())));
    return ranges;
  }

  /** Whether blocks are so much that none had better come along that is not needed. */
  boolean isLarge() {
    return contents && nearLength() > NEAR;
  }

  /** A little more than last time, in case the file has grown. */
  private long nearLength() {
    return likely
        .map(Version::layout)
        .map(MutableShareLayout::end)
        .map(end -> Math.clamp(end + end / 8, FAR, (long) LARGEST))
        .orElse((long) NEAR);
  }
}
