package org.truckee.grid.immutable.upload;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.truckee.storage.IncompleteShareException;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteProgress;

/**
 * Sends one share to its server, in order: header, blocks, hashes ({@code spec/01 §6.9}).
 *
 * <p>Blocks are gathered until they are worth a request and then sent from the segments they are
 * in, without a copy. The last request carries everything that is left, so that a small share goes
 * in one.
 */
final class ShareSender {
  private static final long IDLE = Long.MIN_VALUE;

  private final GrantedShare share;
  private final UploadPlan plan;
  private final FileHashes hashes;
  private final int segmentsPerWrite;

  /** Guarded by this, like the next. */
  private final Deque<CodedSegment> coming = new ArrayDeque<>();

  private boolean stopped;

  private final List<CodedSegment> held = new ArrayList<>();
  private final List<ByteBuffer> batch = new ArrayList<>();
  private long position;

  /** When the write that is going on began, or {@link #IDLE}. */
  private final AtomicLong sendingSince = new AtomicLong(IDLE);

  private volatile long lastSent = System.nanoTime();
  private final AtomicLong sendingTime = new AtomicLong();

  ShareSender(GrantedShare share, UploadPlan plan, FileHashes hashes, int segmentsPerWrite) {
    this.share = share;
    this.plan = plan;
    this.hashes = hashes;
    this.segmentsPerWrite = segmentsPerWrite;
  }

  GrantedShare share() {
    return share;
  }

  /** Hands over the next segment; it is released when its block was sent, or will not be. */
  synchronized void offer(CodedSegment segment) {
    if (stopped) {
      segment.release();
    } else {
      coming.add(segment);
      notifyAll();
    }
  }

  /** Sends the whole share, as it becomes known, and completes it. */
  void send() throws StorageException, InterruptedException {
    try {
      batch.add(ByteBuffer.wrap(plan.layout().header()));
      int segments = plan.geometry().segments();
      for (int segment = 0; segment < segments; segment++) {
        CodedSegment next = take();
        held.add(next);
        next.awaitCoded();
        batch.add(next.block(share.share().value()));
        if (held.size() == segmentsPerWrite && segment < segments - 1) {
          write();
        }
      }
      batch.addAll(hashes.awaitTrailer(share.share().value()));
      requireComplete(write());
      close();
    } finally {
      stop();
    }
  }

  /** For how long the server has been taking the current write, in nanoseconds; 0 if none. */
  long sendingFor(long now) {
    long since = sendingSince.get();
    return since == IDLE ? 0 : Math.max(0, now - since);
  }

  /** When the server last took something, as {@link System#nanoTime} says. */
  long lastSent() {
    return lastSent;
  }

  /** The time spent on waiting for the server, in nanoseconds. */
  long sendingTime() {
    return sendingTime.get();
  }

  private synchronized CodedSegment take() throws InterruptedException {
    while (coming.isEmpty()) {
      wait();
    }
    return coming.remove();
  }

  private WriteProgress write() throws StorageException, InterruptedException {
    long length = batch.stream().mapToLong(ByteBuffer::remaining).sum();
    WriteProgress progress =
        timed(() -> share.writer().write(position, batch.toArray(ByteBuffer[]::new)));
    position += length;
    batch.clear();
    held.forEach(CodedSegment::release);
    held.clear();
    return progress;
  }

  private void close() throws StorageException, InterruptedException {
    timed(
        () -> {
          share.writer().close();
          return true;
        });
  }

  private void requireComplete(WriteProgress progress) throws IncompleteShareException {
    if (!progress.complete()) {
      throw new IncompleteShareException(
          "%s misses %s of share %s, which it was sent"
              .formatted(share.server(), progress.missing().getFirst(), share.share()));
    }
  }

  private synchronized void stop() {
    stopped = true;
    held.forEach(CodedSegment::release);
    held.clear();
    coming.forEach(CodedSegment::release);
    coming.clear();
  }

  private interface Call<T> {
    T call() throws StorageException, InterruptedException;
  }

  private <T> T timed(Call<T> call) throws StorageException, InterruptedException {
    long begin = System.nanoTime();
    sendingSince.set(begin);
    try {
      T result = call.call();
      lastSent = System.nanoTime();
      return result;
    } finally {
      sendingSince.set(IDLE);
      sendingTime.addAndGet(System.nanoTime() - begin);
    }
  }
}
