package org.truckee.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ConflictingWriteException;

/**
 * The container of a share that is being uploaded. Its header is written together with the first
 * bytes of the share and its lease together with the last, so that a small share is one write.
 */
final class UploadFile implements Closeable {
  private static final int COMPARED_AT_ONCE = 1 << 16;

  private final ShareFile file;
  private final long size;
  private final ByteBuffer lease;
  private boolean begun;
  private boolean finished;

  /**
   * Takes over an empty file.
   *
   * @param size bytes of the share
   * @param lease the record of its only lease
   */
  UploadFile(ShareFile file, long size, byte[] lease) {
    this.file = file;
    this.size = size;
    this.lease = ByteBuffer.wrap(lease);
  }

  Path path() {
    return file.path();
  }

  ShareFile content() {
    return file;
  }

  /** Bytes of the whole container. */
  long containerSize() {
    return ImmutableContainer.DATA_OFFSET + size + lease.capacity();
  }

  /** Writes bytes of the share, which are consumed and lie within it. */
  void write(long offset, long length, ByteBuffer... data) throws IOException {
    boolean first = !begun && offset == 0;
    boolean last = !finished && offset + length == size;
    int before = first ? 1 : 0;
    ByteBuffer[] parts = new ByteBuffer[before + data.length + (last ? 1 : 0)];
    System.arraycopy(data, 0, parts, before, data.length);
    if (first) {
      parts[0] = header();
    }
    if (last) {
      parts[parts.length - 1] = lease.duplicate();
    }
    file.write(first ? 0 : ImmutableContainer.DATA_OFFSET + offset, parts);
    begun |= first;
    finished |= last;
  }

  /** Writes what belongs to the container and is not written yet. */
  void complete() throws IOException {
    if (!begun) {
      file.write(0, header());
      begun = true;
    }
    if (!finished) {
      file.write(ImmutableContainer.DATA_OFFSET + size, lease.duplicate());
      finished = true;
    }
  }

  private ByteBuffer header() {
    return ImmutableContainer.newHeader(size);
  }

  /**
   * Compares bytes of the share that were written with those that are offered now.
   *
   * @throws ConflictingWriteException if they differ
   */
  void requireEqual(ByteRange range, ByteBuffer offered) throws IOException {
    ByteBuffer stored = ByteBuffer.allocate((int) Math.min(range.length(), COMPARED_AT_ONCE));
    for (long at = range.begin(); at < range.end(); at += stored.limit()) {
      int step = (int) Math.min(stored.capacity(), range.end() - at);
      stored.clear().limit(step);
      file.read(ImmutableContainer.DATA_OFFSET + at, stored);
      if (!stored.flip().equals(offered.slice((int) (at - range.begin()), step))) {
        throw new ConflictingWriteException(
            "Chunk %d-%d doesn't match already written data."
                .formatted(range.begin(), range.end()));
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
