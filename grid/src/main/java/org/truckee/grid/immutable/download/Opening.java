package org.truckee.grid.immutable.download;

import java.util.List;
import java.util.OptionalInt;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.storage.ByteRange;
import org.truckee.storage.StorageShortcuts;

/**
 * What the first read of a file needs of its shares. Servers that can send it along with their
 * answer to the question which shares they have, which saves a round trip.
 *
 * @param ranges of each share; empty if nothing should come along
 * @param most bytes from each server
 * @param servers how many are asked for it
 */
record Opening(List<ByteRange> ranges, int most, int servers) {
  /** Nothing comes along. */
  static final Opening NOTHING = new Opening(List.of(), 0, 0);

  /** Larger parts of a share are read when they are needed, into buffers that are used again. */
  private static final int LITTLE = 1 << 16;

  /** Small shares of one server all come along, in case that others have none. */
  private static final int LEAST = 1 << 14;

  /** No server sends more than this along. */
  private static final int MOST = 1 << 20;

  /**
   * What opening a file takes.
   *
   * @param run the segments that are read first; their blocks come along if they are small
   * @param connected how many servers there are
   */
  static Opening of(
      FileFacts facts, SegmentGeometry geometry, SegmentRun run, boolean readingOn, int connected) {
    List<ByteRange> ranges = ranges(facts, geometry, run, readingOn);
    if (bytes(ranges) > LITTLE) {
      ranges = ranges(facts, geometry, new SegmentRun(run.first(), 0), readingOn);
    }
    int needed = facts.cap().needed();
    int sharesOfServer = Math.ceilDiv(needed, Math.max(1, connected));
    long most = Math.max(LEAST, sharesOfServer * bytes(ranges));
    return bytes(ranges) > LITTLE
            || most > MOST
            || ranges.size() > StorageShortcuts.MAXIMUM_EXCERPTS
        ? NOTHING
        : new Opening(
            ranges, (int) most, Math.ceilDiv(needed, sharesOfServer) + ShareFinder.SPARE_QUESTIONS);
  }

  private static List<ByteRange> ranges(
      FileFacts facts, SegmentGeometry geometry, SegmentRun run, boolean readingOn) {
    int total = facts.cap().total();
    OptionalInt extension = OptionalInt.of(facts.likelyExtensionLength());
    FetchPlan plan = new FetchPlan(ShareLayout.of(geometry, total), geometry, total);
    return ShareBytes.merged(plan.opening(run, readingOn, extension));
  }

  private static long bytes(List<ByteRange> ranges) {
    return ranges.stream().mapToLong(ByteRange::length).sum();
  }
}
