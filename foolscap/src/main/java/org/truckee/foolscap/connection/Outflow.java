package org.truckee.foolscap.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way from those who write messages to the one thread that writes to the socket, with a bounded
 * number of pieces in between. A writer can so be interrupted without harm: an interrupt in the
 * middle of a write to a socket would close it for everybody.
 */
final class Outflow extends OutputStream {
  private static final int PIECE = 16 << 10;
  private static final int PIECES = 8;

  /** What a peer can take behind the decision block in one read, with room to spare. */
  private static final long FIRST_BYTES = 3500;

  private static final long FIRST_BYTES_WAIT_SECONDS = 1;

  private final OutputStream target;
  private final Optional<CountDownLatch> firstAnswer;
  private final ArrayBlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(PIECES);
  private final byte[] buffer = new byte[PIECE];
  private int filled;
  private long total;
  private volatile boolean closed;
  private volatile long busySince;
  private volatile boolean busy;

  /**
   * Writes to {@code target}.
   *
   * @param firstAnswer if present, no more than the first few bytes go out before it is counted
   *     down or a moment has passed ({@code spec/06 §4.6})
   */
  Outflow(OutputStream target, Optional<CountDownLatch> firstAnswer) {
    this.target = target;
    this.firstAnswer = firstAnswer;
  }

  @Override
  public void write(int octet) throws IOException {
    if (filled == buffer.length) {
      flush();
    }
    buffer[filled++] = (byte) octet;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (filled == buffer.length) {
        flush();
      }
      int count = Math.min(length - done, buffer.length - filled);
      System.arraycopy(bytes, offset + done, buffer, filled, count);
      filled += count;
      done += count;
    }
  }

  /** Hands over what has been written. A message is finished also by an interrupted thread. */
  @Override
  public void flush() throws IOException {
    if (filled == 0) {
      return;
    }
    byte[] piece = Arrays.copyOf(buffer, filled);
    filled = 0;
    boolean interrupted = false;
    try {
      boolean taken = false;
      while (!taken) {
        if (closed) {
          throw new IOException("the connection is closed");
        }
        try {
          taken = pieces.offer(piece, 1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Writes to the socket until the connection is closed; the work of one thread. */
  void run() throws IOException, InterruptedException {
    while (!closed) {
      byte[] piece = pieces.poll(1, TimeUnit.SECONDS);
      if (piece != null) {
        pass(piece);
      }
    }
  }

  private void pass(byte[] piece) throws IOException, InterruptedException {
    total += piece.length;
    if (firstAnswer.isPresent() && total > FIRST_BYTES && total - piece.length > 0) {
      boolean _ = firstAnswer.get().await(FIRST_BYTES_WAIT_SECONDS, TimeUnit.SECONDS);
    }
    busySince = System.nanoTime();
    busy = true;
    target.write(piece);
    if (pieces.isEmpty()) {
      target.flush();
    }
    busy = false;
  }

  /** For how many nanoseconds the socket has refused to take the current piece. */
  long stalledNanos() {
    return busy ? System.nanoTime() - busySince : 0;
  }

  /** Waits until all has been written, for {@code nanos} at most. */
  void drain(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    while ((!pieces.isEmpty() || busy) && !closed && System.nanoTime() < end) {
      Thread.sleep(1);
    }
  }

  @Override
  public void close() {
    closed = true;
    pieces.clear();
  }
}
