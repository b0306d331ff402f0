package org.truckee.grid.mutable.publish;

import java.io.IOException;
import java.io.InputStream;
import org.truckee.grid.SourceChangedException;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableBlockRun;

/** Reads the contents of a new version segment by segment, once, front to back. */
final class SegmentSource {
  private final InputStream in;
  private final Geometry geometry;
  private int next;

  SegmentSource(InputStream in, Geometry geometry, int first) {
    this.in = in;
    this.geometry = geometry;
    this.next = first;
  }

  /**
   * The next segment, with zeros until its blocks are full.
   *
   * @throws SourceChangedException if the stream ends before the contents should
   */
  byte[] next() throws IOException {
    int length = geometry.segmentLength(next);
    byte[] segment = MutableBlockRun.segmentArray(geometry, next);
    int read = in.readNBytes(segment, 0, length);
    if (read < length) {
      throw new SourceChangedException(
          "the contents ended after %d bytes, and should have had %d: they changed while they were"
                  .formatted(geometry.segmentOffset(next) + read, geometry.dataLength())
              + " read");
    }
    next++;
    return segment;
  }
}
