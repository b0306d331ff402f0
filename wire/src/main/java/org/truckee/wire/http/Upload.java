package org.truckee.wire.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Content;
import org.truckee.http.RefusedException;
import org.truckee.http.RequestBody;
import org.truckee.memory.MemoryBudget;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteProgress;

/**
 * One share that is being uploaded over HTTP.
 *
 * <p>Several requests may write to it at once. The lock is held for each write to the disk but not
 * while waiting for the network, so that a slow client holds nobody up.
 */
final class Upload {
  /** How much is gathered before it is written, if it is there already. */
  private static final int PIECE = 256 << 10;

  private final UploadSecret secret;
  private final BucketWriter writer;
  private final long size;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long lastUsed;
  private WriteProgress progress;
  private boolean closed;

  Upload(UploadSecret secret, BucketWriter writer, long size, LongSupplier nanos) {
    this.secret = secret;
    this.writer = writer;
    this.size = size;
    this.nanos = nanos;
    this.lastUsed = nanos.getAsLong();
  }

  boolean opensWith(UploadSecret other) {
    return secret.equals(other);
  }

  /** Bytes that were allocated. */
  long size() {
    return size;
  }

  /** How long nothing has come for it. */
  Duration rest() {
    return Duration.ofNanos(nanos.getAsLong() - lastUsed);
  }

  void abort() throws StorageException, InterruptedException {
    lock.lockInterruptibly();
    try {
      writer.abort();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes the beginning of a body to its place in the share, piece by piece as it arrives, and
   * closes the share if nothing is missing then.
   *
   * @param memory of which pieces are gathered before they are written
   * @return what is still missing; if nothing is, the share is complete and durable
   * @throws RefusedException with 400 if the body is shorter than the range
   */
  WriteProgress receive(ByteRange range, RequestBody body, MemoryBudget memory)
      throws IOException, InterruptedException {
    long at = range.begin();
    while (at < range.end()) {
      try (MemoryBudget.Grant grant = memory.tryTake(PIECE).orElse(null)) {
        at += receivePiece(at, range.end(), body, grant == null ? 1 : PIECE);
      }
    }
    return finish();
  }

  private int receivePiece(long at, long end, RequestBody body, int most)
      throws IOException, InterruptedException {
    List<Content.Chunk> held = new ArrayList<>();
    try {
      Content.Chunk chunk = body.next();
      if (chunk == null) {
        throw new RefusedException(400, "the body is shorter than its Content-Range");
      }
      int length = 0;
      while (chunk != null) {
        held.add(chunk);
        length += chunk.remaining();
        chunk = length < most && length < end - at ? body.poll() : null;
      }
      ByteBuffer[] buffers = new ByteBuffer[held.size()];
      long left = end - at;
      for (int i = 0; i < buffers.length; i++) {
        ByteBuffer buffer = held.get(i).getByteBuffer().slice();
        // What exceeds the range is ignored.
        buffer.limit((int) Math.min(left, buffer.limit()));
        left -= buffer.limit();
        buffers[i] = buffer;
      }
      write(at, buffers);
      return (int) Math.min(length, end - at);
    } finally {
      held.forEach(Content.Chunk::release);
    }
  }

  private void write(long at, ByteBuffer[] buffers) throws StorageException, InterruptedException {
    lock.lockInterruptibly();
    try {
      lastUsed = nanos.getAsLong();
      progress = writer.write(at, buffers);
    } finally {
      lock.unlock();
    }
  }

  private WriteProgress finish() throws StorageException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (progress.complete() && !closed) {
        writer.close();
        closed = true;
      }
      return progress;
    } finally {
      lock.unlock();
    }
  }
}
