package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file whose length and first bytes are read once, for those who read small fields of both. A
 * small share is read whole with that. What is changed meanwhile is not seen.
 */
final class KnownStart implements ReadableBytes {
  /** The header of either container, with the leases in it, and the data of a small share. */
  private static final int SIZE = 4096;

  private final ReadableBytes file;
  private final long length;
  private final ByteBuffer start;

  KnownStart(ReadableBytes file) throws IOException {
    this(file, SIZE);
  }

  /** Reads so many bytes at once, if there are so many. */
  KnownStart(ReadableBytes file, int size) throws IOException {
    this.file = file;
    this.length = file.length();
    // No more than there is: a read that comes short is followed by another one.
    this.start = ByteBuffer.allocate((int) Math.min(size, length));
    file.read(0, start);
    start.flip();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position + target.remaining() > start.limit() && start.limit() < length) {
      return file.read(position, target);
    }
    int count = Math.clamp(start.limit() - position, 0, target.remaining());
    if (count > 0) {
      target.put(start.slice((int) position, count));
    }
    return count;
  }
}
