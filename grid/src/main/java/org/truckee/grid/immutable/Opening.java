package org.truckee.grid.immutable;

import java.util.List;
import java.util.OptionalInt;
import org.truckee.storage.ByteRange;
import org.truckee.storage.StorageServer;

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

  /** Small shares of one server all come along, in case that others have none. */
  private static final int LITTLE = 1 << 14;

  /** What is larger is better read where it can be used again, and by nobody in vain. */
  private static final int MOST = 1 << 20;

  /**
   * What opening a file takes.
   *
   * @param connected how many servers there are
   */
  static Opening of(
      FileFacts facts, SegmentGeometry geometry, SegmentRun run, boolean readingOn, int connected) {
    int total = facts.cap().total();
    OptionalInt extension = OptionalInt.of(facts.likelyExtensionLength());
    FetchPlan plan = new FetchPlan(ShareLayout.of(geometry, total), geometry, total);
    List<ByteRange> ranges = ShareBytes.merged(plan.opening(run, readingOn, extension));
    int needed = facts.cap().needed();
    int sharesOfServer = Math.ceilDiv(needed, Math.max(1, connected));
    long ofServer = sharesOfServer * ranges.stream().mapToLong(ByteRange::length).sum();
    return ofServer > MOST || ranges.size() > StorageServer.MAXIMUM_EXCERPTS
        ? NOTHING
        : new Opening(
            ranges,
            (int) Math.max(LITTLE, ofServer),
            Math.ceilDiv(needed, sharesOfServer) + ShareFinder.SPARE_QUESTIONS);
  }
}
