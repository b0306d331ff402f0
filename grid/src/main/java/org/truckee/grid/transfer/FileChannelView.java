package org.truckee.grid.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * A file as a channel. A read at a new place fetches what lies around it; a reader that goes on
 * from there makes it read ahead. Thread-safe: only one read runs at a time.
 */
public final class FileChannelView implements SeekableByteChannel {
  /** How many bytes are fetched at a place where the last read did not end. */
  private static final long FIRST_LOOK = 1 << 18;

  private final long size;
  private final Opener opener;
  private long position;
  private volatile boolean open = true;

  /** What is being read, if anything; it covers {@code [pieceAt, piecesEnd)}. */
  private Pieces pieces;

  private long piecesEnd;
  private Slice piece = new Slice(new byte[0], 0, 0);
  private long pieceAt;

  /** Opens a range of the file. */
  @FunctionalInterface
  public interface Opener {
    Pieces open(long begin, long end) throws IOException;
  }

  public FileChannelView(long size, Opener opener) {
    this.size = size;
    this.opener = opener;
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (position >= size) {
      return -1;
    }
    int before = target.remaining();
    while (target.hasRemaining() && position < size) {
      seek();
      int skip = (int) (position - pieceAt);
      int count = Math.min(target.remaining(), piece.length() - skip);
      target.put(piece.array(), piece.offset() + skip, count);
      position += count;
      if (position == piecesEnd) {
        pieces.close();
      }
    }
    return before - target.remaining();
  }

  /** Makes the piece the one that holds the position. */
  private void seek() throws IOException {
    boolean ahead = position >= pieceAt && position < piecesEnd;
    if (pieces == null || !ahead) {
      boolean readingOn = pieces != null && position == piecesEnd;
      reopen(readingOn ? size : Math.min(size, position + FIRST_LOOK));
    }
    while (position >= pieceAt + piece.length()) {
      pieceAt += piece.length();
      piece = nextPiece();
    }
  }

  private void reopen(long end) throws IOException {
    closePieces();
    pieces = opener.open(position, end);
    pieceAt = position;
    piecesEnd = end;
    piece = new Slice(new byte[0], 0, 0);
  }

  private Slice nextPiece() throws IOException {
    try {
      return pieces.next().orElseThrow();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } catch (IOException e) {
      closePieces();
      throw e;
    }
  }

  private void closePieces() {
    if (pieces != null) {
      pieces.close();
      pieces = null;
    }
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public synchronized long position() throws ClosedChannelException {
    requireOpen();
    return position;
  }

  @Override
  public synchronized FileChannelView position(long newPosition) throws ClosedChannelException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("negative position " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    requireOpen();
    return size;
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public synchronized void close() {
    open = false;
    closePieces();
  }
}
