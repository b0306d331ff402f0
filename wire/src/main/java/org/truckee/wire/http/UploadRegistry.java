package org.truckee.wire.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
 * <p>The storage server itself drops an upload that rests for 30 minutes; the registry forgets it a
 * little later, or as soon as it is touched.
 */
final class UploadRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(UploadRegistry.class);
  private static final Duration FORGET_AFTER = Duration.ofMinutes(31);

  private final Map<Key, Upload> uploads = new ConcurrentHashMap<>();
  private final Clock clock;
  private final int maximum;

  UploadRegistry(Clock clock, int maximum) {
    this.clock = clock;
    this.maximum = maximum;
  }

  private record Key(StorageIndex index, ShareNumber share) {}

  /** Whether there may be {@code more} uploads. */
  boolean hasRoomFor(int more) {
    return uploads.size() + more <= maximum;
  }

  void add(
      StorageIndex index, ShareNumber share, UploadSecret secret, BucketWriter writer, long size) {
    uploads.put(new Key(index, share), new Upload(secret, writer, size, clock));
  }

  Optional<Upload> find(StorageIndex index, ShareNumber share) {
    return Optional.ofNullable(uploads.get(new Key(index, share)));
  }

  /** Forgets an upload that has ended, unless another has taken its place. */
  void remove(StorageIndex index, ShareNumber share, Upload upload) {
    uploads.remove(new Key(index, share), upload);
  }

  int size() {
    return uploads.size();
  }

  /** Aborts and forgets what has rested too long. */
  void sweep() throws InterruptedException {
    Instant limit = clock.instant().minus(FORGET_AFTER);
    for (Map.Entry<Key, Upload> entry : uploads.entrySet()) {
      if (entry.getValue().lastUsed().isBefore(limit)
          && uploads.remove(entry.getKey(), entry.getValue())) {
        abort(entry.getValue());
      }
    }
  }

  /** Aborts everything; for the end of the server. */
  void clear() throws InterruptedException {
    for (Map.Entry<Key, Upload> entry : uploads.entrySet()) {
      if (uploads.remove(entry.getKey(), entry.getValue())) {
        abort(entry.getValue());
      }
    }
  }

  private static void abort(Upload upload) throws InterruptedException {
    try {
      upload.abort();
    } catch (StorageException e) {
      LOG.warn("an upload could not be aborted", e);
    }
  }
}
