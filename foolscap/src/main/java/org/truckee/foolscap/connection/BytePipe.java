package org.truckee.foolscap.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A byte string on its way from the thread that reads from the peer to the one that uses it, with
 * little of it in memory. Nothing else is read from the peer meanwhile.
 */
final class BytePipe {
  private static final int CAPACITY = 256 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final byte[] ring;
  private final long stallNanos;
  private int from;
  private int filled;
  private volatile boolean waitsForReader;
  private boolean complete;
  private boolean abandoned;
  private Optional<IOException> failure = Optional.empty();

  /**
   * For a byte string of {@code length} bytes.
   *
   * @param stallNanos how long either side waits for the other before it gives up
   */
  BytePipe(long length, long stallNanos) {
    this.ring = new byte[(int) Math.min(CAPACITY, Math.max(1, length))];
    this.stallNanos = stallNanos;
  }

  /** Passes on all of {@code source}; what nobody wants to read any more is thrown away. */
  void fill(InputStream source) throws IOException, InterruptedException {
    byte[] piece = new byte[Math.min(ring.length, 16 << 10)];
    int count = source.read(piece, 0, piece.length);
    while (count >= 0) {
      put(piece, count);
      count = source.read(piece, 0, piece.length);
    }
  }

  private void put(byte[] piece, int length) throws InterruptedException {
    lock.lock();
    try {
      int done = 0;
      long left = stallNanos;
      while (done < length && !abandoned) {
        if (filled == ring.length) {
          waitsForReader = true;
          left = changed.awaitNanos(left);
          if (left <= 0) {
            abandon("the byte string was not read for too long");
          }
          continue;
        }
        waitsForReader = false;
        int to = (from + filled) % ring.length;
        int count = Math.min(Math.min(length - done, ring.length - filled), ring.length - to);
        System.arraycopy(piece, done, ring, to, count);
        filled += count;
        done += count;
        left = stallNanos;
        changed.signalAll();
      }
    } finally {
      waitsForReader = false;
      lock.unlock();
    }
  }

  /** Whether it is not the peer's fault that no bytes come. */
  boolean waitsForReader() {
    return waitsForReader;
  }

  private void abandon(String reason) {
    abandoned = true;
    failure = Optional.of(new IOException(reason));
    changed.signalAll();
  }

  /** All bytes have come, and what came after them was in order. */
  void complete() {
    lock.lock();
    try {
      complete = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No more bytes will come. */
  void fail(IOException reason) {
    lock.lock();
    try {
      failure = Optional.of(reason);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is read from the pipe any more. */
  void abandon() {
    lock.lock();
    try {
      abandon("the byte string was given up");
    } finally {
      lock.unlock();
    }
  }

  /** The end to read from; closing it throws away the rest. */
  InputStream input() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return length == 0 ? 0 : take(target, offset, length);
      }

      @Override
      public void close() {
        abandon();
      }
    };
  }

  private int take(byte[] target, int offset, int length) throws IOException {
    lock.lock();
    try {
      long left = stallNanos;
      while (filled == 0) {
        if (failure.isPresent()) {
          throw new IOException(failure.get().getMessage(), failure.get());
        }
        if (complete) {
          return -1;
        }
        if (left <= 0) {
          throw new IOException("the bytes of a byte string did not come in time");
        }
        left = changed.awaitNanos(left);
      }
      int count = Math.min(Math.min(length, filled), ring.length - from);
      System.arraycopy(ring, from, target, offset, count);
      from = (from + count) % ring.length;
      filled -= count;
      changed.signalAll();
      return count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a byte string");
    } finally {
      lock.unlock();
    }
  }
}
