package org.truckee.sftp.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.truckee.grid.FileContents;

/**
 * Reads a file here and there. Who reads on where the last read ended is read ahead for, the
 * farther the longer it goes on; a read that comes a little too early, because requests overtook
 * each other, does not end that. Reads come one at a time; {@link #close} may come at any time.
 */
final class RangeReader implements AutoCloseable {
  /** What a first read fetches, and how much farther each next stream reaches. */
  private static final long FIRST = 256 << 10;

  private static final int GROWTH = 4;

  /** How far ahead of the stream a read may be for the bytes between to be kept for it. */
  private static final int OVERTAKEN = 512 << 10;

  private final FileContents contents;
  private volatile InputStream stream;
  private long position;
  private long streamEnd;
  private long window = FIRST;
  private long next;
  private byte[] skipped = new byte[0];
  private long skippedAt;
  private volatile long lastUse = System.nanoTime();
  private volatile boolean closed;

  RangeReader(FileContents contents) {
    this.contents = contents;
  }

  long size() {
    return contents.size();
  }

  /** A stream of its own over a range, which the reads know nothing of. */
  InputStream stream(long offset, long length) {
    return contents.stream(offset, length);
  }

  /**
   * Reads exactly the bytes of a range that lies within the file.
   *
   * @throws IOException if they cannot be had
   */
  synchronized void read(long offset, byte[] target, int from, int length)
      throws IOException, InterruptedException {
    if (closed) {
      throw new IOException("the file is closed");
    }
    lastUse = System.nanoTime();
    try {
      if (isSkipped(offset, length)) {
        System.arraycopy(skipped, (int) (offset - skippedAt), target, from, length);
      } else if (isNear(offset, length)) {
        skipTo(offset);
        readOn(target, from, length);
      } else if (offset == next || offset == 0) {
        openAt(offset, length);
        readOn(target, from, length);
      } else {
        readApart(offset, target, from, length);
      }
      next = offset + length;
    } catch (IOException | InterruptedException e) {
      closeStream();
      throw e;
    } finally {
      if (closed || position == streamEnd) {
        closeStream();
      }
      lastUse = System.nanoTime();
    }
  }

  private boolean isSkipped(long offset, int length) {
    return offset >= skippedAt && offset + length <= skippedAt + skipped.length;
  }

  private boolean isNear(long offset, int length) {
    return stream != null
        && offset >= position
        && offset - position <= OVERTAKEN
        && offset + length <= streamEnd;
  }

  private void skipTo(long offset) throws IOException {
    if (offset > position) {
      skipped = new byte[(int) (offset - position)];
      skippedAt = position;
      readOn(skipped, 0, skipped.length);
    }
  }

  private void readOn(byte[] target, int from, int length) throws IOException {
    int read = stream.readNBytes(target, from, length);
    position += read;
    if (read < length) {
      throw new IOException("the file ended before its size");
    }
  }

  private void openAt(long offset, int length) {
    closeStream();
    long reach = Math.min(contents.size() - offset, Math.max(window, length));
    stream = contents.stream(offset, reach);
    position = offset;
    streamEnd = offset + reach;
    window = Math.min(Long.MAX_VALUE / GROWTH, window * GROWTH);
  }

  private void readApart(long offset, byte[] target, int from, int length)
      throws IOException, InterruptedException {
    window = FIRST;
    ByteBuffer buffer = ByteBuffer.wrap(target, from, length);
    if (contents.read(offset, buffer) < length) {
      throw new IOException("the file ended before its size");
    }
  }

  /** Frees what is read ahead if nobody has read for so long; reading on begins anew. */
  void rest(Duration idle) {
    if (System.nanoTime() - lastUse > idle.toNanos()) {
      closeIdle(idle);
    }
  }

  private synchronized void closeIdle(Duration idle) {
    if (System.nanoTime() - lastUse > idle.toNanos()) {
      closeStream();
    }
  }

  private void closeStream() {
    InputStream old = stream;
    stream = null;
    skipped = new byte[0];
    if (old != null) {
      close(old);
    }
  }

  /** Ends it without waiting; a read that waits fails. */
  @Override
  public void close() {
    closed = true;
    InputStream reading = stream;
    if (reading != null) {
      close(reading);
    }
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException _) {
      // It was only read from.
    }
  }
}
