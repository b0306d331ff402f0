package org.truckee.wire.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/**
 * The immutable shares that are being uploaded over HTTP, with the secrets that go with them
 * ({@code spec/05 §7}).
 *
 * <p>The storage server drops an upload that rests for 30 minutes, and so does the registry;
 * somebody who sets the computer's clock ends none.
 */
final class UploadRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(UploadRegistry.class);
  private static final Duration IDLE = Duration.ofSeconds(1800);

  private final Map<Key, Upload> uploads = new ConcurrentHashMap<>();
  private final LongSupplier nanos;
  private final Semaphore free;

  UploadRegistry(LongSupplier nanos, int maximum) {
    this.nanos = nanos;
    this.free = new Semaphore(maximum);
  }

  private record Key(StorageIndex index, ShareNumber share) {}

  /**
   * Keeps room for uploads that are about to be allocated.
   *
   * @return room for all of {@code wanted}, or for none if that would be too many
   */
  Room reserve(int wanted) {
    return new Room(free.tryAcquire(wanted) ? wanted : 0);
  }

  /** Room for some uploads; what was not used is given back when it is closed. */
  final class Room implements AutoCloseable {
    private int left;

    private Room(int uploads) {
      left = uploads;
    }

    boolean isEmpty() {
      return left == 0;
    }

    /** Uses the room for one upload. */
    void add(
        StorageIndex index,
        ShareNumber share,
        UploadSecret secret,
        BucketWriter writer,
        long size) {
      if (left == 0) {
        throw new IllegalStateException("there is no room for share %s".formatted(share));
      }
      Upload upload = new Upload(secret, writer, size, nanos);
      // An upload that the storage server has given up already does not count.
      if (uploads.put(new Key(index, share), upload) == null) {
        left--;
      }
    }

    @Override
    public void close() {
      free.release(left);
      left = 0;
    }
  }

  /** The upload of a share, if there is one that has not rested too long. */
  Optional<Upload> find(StorageIndex index, ShareNumber share) {
    return Optional.ofNullable(uploads.get(new Key(index, share)))
        .filter(upload -> !isIdle(upload));
  }

  /** Forgets an upload that has ended, unless another has taken its place. */
  void remove(StorageIndex index, ShareNumber share, Upload upload) {
    remove(new Key(index, share), upload);
  }

  private boolean remove(Key key, Upload upload) {
    boolean removed = uploads.remove(key, upload);
    if (removed) {
      free.release();
    }
    return removed;
  }

  int size() {
    return uploads.size();
  }

  /** Aborts and forgets what has rested too long. */
  void sweep() throws InterruptedException {
    for (Map.Entry<Key, Upload> entry : uploads.entrySet()) {
      if (isIdle(entry.getValue()) && remove(entry.getKey(), entry.getValue())) {
        abort(entry.getValue());
      }
    }
  }

  /** Aborts everything; for the end of the server. */
  void clear() throws InterruptedException {
    for (Map.Entry<Key, Upload> entry : uploads.entrySet()) {
      if (remove(entry.getKey(), entry.getValue())) {
        abort(entry.getValue());
      }
    }
  }

  private boolean isIdle(Upload upload) {
    return upload.rest().compareTo(IDLE) >= 0;
  }

  private static void abort(Upload upload) throws InterruptedException {
    try {
      upload.abort();
    } catch (StorageException e) {
      LOG.warn("an upload could not be aborted", e);
    }
  }
}
