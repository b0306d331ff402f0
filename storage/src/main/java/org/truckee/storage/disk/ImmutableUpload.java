package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.UploadGoneException;
import org.truckee.storage.WriteProgress;

/**
 * The upload of one share: bytes go straight into the file in {@code incoming/} ({@code spec/04
 * §9.2}). The lock is held for a whole call, so that a share never times out under a write.
 */
final class ImmutableUpload implements BucketWriter {
  /** How long an upload lives without a write. */
  static final Duration IDLE_LIMIT = Duration.ofSeconds(1800);

  /** No honest client leaves this many holes; each costs memory until it is filled. */
  private static final int MOST_RANGES = 10_000;

  /** After so many written bytes a sync begins, so that the last one is short. */
  private static final long EARLY_SYNC = 16L << 20;

  private final Uploads uploads;
  private final StorageIndex index;
  private final ShareNumber share;
  private final long allocatedSize;
  private final UploadFile file;
  private final ReentrantLock lock = new ReentrantLock();
  private final WrittenRanges written = new WrittenRanges();
  private long unsynced;
  private Thread earlySync;
  private volatile IOException earlyFailure;
  private volatile long lastUsed;
  private volatile boolean ended;

  ImmutableUpload(
      Uploads uploads, StorageIndex index, ShareNumber share, long allocatedSize, UploadFile file) {
    this.uploads = uploads;
    this.index = index;
    this.share = share;
    this.allocatedSize = allocatedSize;
    this.file = file;
    this.lastUsed = uploads.now();
  }

  StorageIndex index() {
    return index;
  }

  ShareNumber share() {
    return share;
  }

  long allocatedSize() {
    return allocatedSize;
  }

  UploadFile file() {
    return file;
  }

  /** How long it is until the upload ends by itself; nothing or less if that is due. */
  Duration left(long now) {
    return IDLE_LIMIT.minusNanos(now - lastUsed);
  }

  private boolean isIdle(long now) {
    return !left(now).isPositive();
  }

  @Override
  public WriteProgress write(long offset, ByteBuffer... data)
      throws StorageException, InterruptedException {
    return uploads.briefWork(() -> writeNow(offset, data));
  }

  private WriteProgress writeNow(long offset, ByteBuffer[] data)
      throws StorageException, InterruptedException {
    lock.lockInterruptibly();
    try (Timing _ = uploads.timing(Operation.WRITE)) {
      requireOpen();
      lastUsed = uploads.now();
      uploads.used(this);
      store(offset, data);
      return new WriteProgress(written.missing(allocatedSize));
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw failed("write", e);
    } finally {
      lock.unlock();
    }
  }

  private void store(long offset, ByteBuffer[] data) throws IOException {
    long length = 0;
    for (ByteBuffer part : data) {
      length += part.remaining();
    }
    if (offset < 0) {
      throw new DataTooLargeException("no share has bytes at %d".formatted(offset));
    }
    requireEqual(offset, data);
    if (length > allocatedSize - offset) {
      throw new DataTooLargeException(
          "%d bytes at %d do not fit into share %s of %s, for which %d were allocated"
              .formatted(length, offset, share, index.abbreviated(), allocatedSize));
    }
    if (written.count() >= MOST_RANGES && written.within(offset, offset + length).isEmpty()) {
      throw new DataTooLargeException(
          "share %s of %s is in more than %d separate pieces: fill holes first"
              .formatted(share, index.abbreviated(), MOST_RANGES));
    }
    if (length > 0) {
      file.write(offset, length, data);
      written.add(offset, offset + length);
      syncEarly(length);
    }
  }

  private void requireEqual(long offset, ByteBuffer[] data) throws IOException {
    long begin = offset;
    for (ByteBuffer part : data) {
      long end = begin + part.remaining();
      for (ByteRange range : written.within(begin, end)) {
        file.requireEqual(
            range,
            part.slice(part.position() + (int) (range.begin() - begin), (int) range.length()));
      }
      begin = end;
    }
  }

  private void syncEarly(long length) {
    unsynced += length;
    boolean syncing = earlySync != null && earlySync.isAlive();
    if (unsynced >= EARLY_SYNC && uploads.sync().durable() && !syncing) {
      unsynced = 0;
      uploads.earlySync(this::syncNow).ifPresent(thread -> earlySync = thread);
    }
  }

  private void syncNow() {
    try {
      uploads.sync().file(file.content());
    } catch (IOException e) {
      earlyFailure = e;
    }
  }

  /** Fails if an early sync has failed: a system tells of lost bytes only once. */
  private void awaitEarlySync() throws IOException, InterruptedException {
    if (earlySync != null) {
      earlySync.join();
    }
    if (earlyFailure != null) {
      throw earlyFailure;
    }
  }

  @Override
  public void close() throws StorageException, InterruptedException {
    uploads.work(
        () -> {
          closeNow();
          return null;
        });
  }

  private void closeNow() throws StorageException, InterruptedException {
    lock.lockInterruptibly();
    try (Timing _ = uploads.timing(Operation.CLOSE)) {
      requireOpen();
      awaitEarlySync();
      ended = true;
      uploads.complete(this);
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw failed("complete", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void abort() throws StorageException, InterruptedException {
    uploads.work(
        () -> {
          abortNow();
          return null;
        });
  }

  /** Ends the upload when the server has stopped already. */
  void abortNow() throws StorageException, InterruptedException {
    uploads.count(Operation.ABORT);
    lock.lockInterruptibly();
    try {
      end();
    } catch (IOException e) {
      throw typed("abort", e);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the upload if nobody wrote for too long and nobody is writing now. */
  void abortIfIdle(long now) throws IOException {
    if (isIdle(now) && lock.tryLock()) {
      try {
        if (isIdle(now)) {
          end();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Ends an upload that nobody has seen yet. */
  void giveUp() throws IOException {
    ended = true;
    uploads.discard(this);
  }

  private void end() throws IOException {
    if (!ended) {
      ended = true;
      uploads.discard(this);
    }
  }

  private void requireOpen() throws IOException {
    if (!ended && isIdle(uploads.now())) {
      end();
    }
    if (ended) {
      throw new UploadGoneException(
          "the upload of share %s of %s was completed, given up or idle for too long: start again"
              .formatted(share, index.abbreviated()));
    }
  }

  /** Ends the upload after an error of the disk: what the disk has of it is unknown. */
  private StorageException failed(String what, IOException e) {
    try {
      end();
    } catch (IOException another) {
      e.addSuppressed(another);
    }
    return typed(what, e);
  }

  private StorageException typed(String what, IOException e) {
    return switch (e) {
      case StorageException typed -> typed;
      case IOException full when DiskSpace.isFull(full) ->
          new NoSpaceException(
              "the disk is full: share %s of %s was not stored"
                  .formatted(share, index.abbreviated()),
              e);
      default ->
          new StorageException(
              "could not %s share %s of %s: %s".formatted(what, share, index.abbreviated(), e), e);
    };
  }
}
