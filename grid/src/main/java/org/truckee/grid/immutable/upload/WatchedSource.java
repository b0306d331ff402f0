package org.truckee.grid.immutable.upload;

import java.io.IOException;
import org.truckee.grid.history.UploadStatus;
import org.truckee.grid.immutable.SegmentGeometry;

/** Tells of every segment of a crypttext that is read. */
final class WatchedSource implements CrypttextSource {
  private final CrypttextSource source;
  private final SegmentGeometry geometry;
  private final UploadStatus status;
  private long bytes;

  WatchedSource(CrypttextSource source, SegmentGeometry geometry, UploadStatus status) {
    this.source = source;
    this.geometry = geometry;
    this.status = status;
  }

  @Override
  public void read(byte[] target, int length) throws IOException, InterruptedException {
    source.read(target, length);
    bytes += length;
    status.sending(
        Math.clamp((bytes - 1) / geometry.segmentSize(), 0, geometry.segments() - 1),
        geometry.segments());
  }

  @Override
  public void finish(byte[] crypttextHash) throws IOException, InterruptedException {
    source.finish(crypttextHash);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
