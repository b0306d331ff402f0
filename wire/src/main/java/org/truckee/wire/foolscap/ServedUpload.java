package org.truckee.wire.foolscap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.ByteStream;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.StorageException;
import org.truckee.storage.UploadGoneException;

/** The upload of one share over Foolscap ({@code spec/07 §9.2}). */
final class ServedUpload implements RemoteStorage.Writer {
  private static final Logger LOG = LoggerFactory.getLogger(ServedUpload.class);
  private static final int PIECE = 64 << 10;

  private final BucketWriter writer;
  private final long size;
  private final Runnable whenEnded;

  /** The canary's cry comes on a thread of its own. */
  private final ReentrantLock lock = new ReentrantLock();

  private Optional<RemoteReference.Registration> canary = Optional.empty();
  private List<ByteRange> missing;
  private boolean ended;

  ServedUpload(BucketWriter writer, long size, Runnable whenEnded) {
    this.writer = writer;
    this.size = size;
    this.whenEnded = whenEnded;
    this.missing = size == 0 ? List.of() : List.of(new ByteRange(0, size));
  }

  /** The upload is given up when the connection of the reference is lost. */
  void tie(RemoteReference reference) {
    lock.lock();
    try {
      canary = Optional.of(reference.onLost(this::abandon));
    } finally {
      lock.unlock();
    }
  }

  private void abandon() {
    try {
      abort();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ReportedException | ViolationException e) {
      LOG.warn("an upload whose client is gone cannot be aborted: {}", e.getMessage());
    }
  }

  @Override
  public void write(long offset, ByteStream data)
      throws InterruptedException, ReportedException, ViolationException {
    locked(
        () -> {
          if (ended) {
            throw new UploadGoneException("the upload has ended");
          }
          if (offset < 0 || offset > size || data.length() > size - offset) {
            throw new DataTooLargeException("(%d, %d, %d)".formatted(size, offset, data.length()));
          }
          store(offset, data);
        });
  }

  private void store(long offset, ByteStream data) throws StorageException, InterruptedException {
    byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, data.length()))];
    try (InputStream in = data.open()) {
      long at = offset;
      int count = in.readNBytes(piece, 0, piece.length);
      while (count > 0) {
        missing = writer.write(at, ByteBuffer.wrap(piece, 0, count)).missing();
        at += count;
        count = in.readNBytes(piece, 0, piece.length);
      }
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException("the data of a write broke off", e);
    }
  }

  @Override
  public void close() throws InterruptedException, ReportedException, ViolationException {
    locked(
        () -> {
          if (ended) {
            throw new IllegalArgumentException("precondition");
          }
          fillHoles();
          writer.close();
          end();
        });
  }

  /** What was never written is zeros. */
  private void fillHoles() throws StorageException, InterruptedException {
    while (!missing.isEmpty()) {
      ByteRange hole = missing.getFirst();
      int length = (int) Math.min(PIECE, hole.length());
      missing = writer.write(hole.begin(), ByteBuffer.allocate(length)).missing();
    }
  }

  @Override
  public void abort() throws InterruptedException, ReportedException, ViolationException {
    locked(
        () -> {
          if (!ended) {
            end();
            writer.abort();
          }
        });
  }

  private void end() {
    ended = true;
    canary.ifPresent(RemoteReference.Registration::cancel);
    whenEnded.run();
  }

  /** What a call does. */
  private interface Work {
    void run() throws StorageException, InterruptedException, ReportedException;
  }

  private void locked(Work work)
      throws InterruptedException, ReportedException, ViolationException {
    FoolscapStorageServer.told(
        () -> {
          lock.lockInterruptibly();
          try {
            work.run();
            return this;
          } finally {
            lock.unlock();
          }
        });
  }
}
