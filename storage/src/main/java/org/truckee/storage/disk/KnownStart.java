package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file whose length and first bytes are read once, for those who read small fields of both. */
final class KnownStart implements ReadableBytes {
  /** The header of either container, and the four leases that a mutable one has in it. */
  private static final int SIZE = 512;

  private final ReadableBytes file;
  private final long length;
  private final ByteBuffer start;

  KnownStart(ReadableBytes file) throws IOException {
    this.file = file;
    this.length = file.length();
    this.start = ByteBuffer.allocate(SIZE);
    file.read(0, start);
    start.flip();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position + target.remaining() > start.limit() && start.limit() == SIZE) {
      return file.read(position, target);
    }
    int count = Math.clamp(start.limit() - position, 0, target.remaining());
    if (count > 0) {
      target.put(start.slice((int) position, count));
    }
    return count;
  }
}
