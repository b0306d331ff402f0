package org.truckee.grid.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;

/** A range of a file as a stream. */
public final class FileStream extends InputStream {
  private static final Slice NOTHING = new Slice(new byte[0], 0, 0);

  private final Pieces pieces;
  private Slice current = NOTHING;
  private long left;
  private volatile boolean closed;

  /** A stream over {@code length} bytes that {@code pieces} delivers. */
  public FileStream(Pieces pieces, long length) {
    this.pieces = pieces;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    if (!fill()) {
      return -1;
    }
    int value = Byte.toUnsignedInt(current.array()[current.offset()]);
    advance(1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, current.length());
    System.arraycopy(current.array(), current.offset(), target, offset, count);
    advance(count);
    return count;
  }

  @Override
  public long transferTo(OutputStream target) throws IOException {
    long sent = 0;
    while (fill()) {
      target.write(current.array(), current.offset(), current.length());
      sent += current.length();
      advance(current.length());
    }
    return sent;
  }

  @Override
  public int available() {
    return closed ? 0 : current.length();
  }

  private void advance(int count) {
    current = current.part(count, current.length() - count);
    left -= count;
    if (left == 0) {
      pieces.close();
    }
  }

  private boolean fill() throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    if (current.length() > 0) {
      return true;
    }
    if (left == 0) {
      return false;
    }
    try {
      current = pieces.next().orElseThrow();
      return true;
    } catch (InterruptedException e) {
      if (!closed) {
        Thread.currentThread().interrupt();
      }
      pieces.close();
      throw new InterruptedIOException("the download was cancelled");
    }
  }

  /** Ends the download; what is under way is cancelled. */
  @Override
  public void close() {
    closed = true;
    pieces.close();
  }
}
