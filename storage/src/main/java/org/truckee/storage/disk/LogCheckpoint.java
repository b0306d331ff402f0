package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;

/** Makes shares durable by themselves that only the write-ahead log keeps. */
final class LogCheckpoint {
  private static final Logger log = LoggerFactory.getLogger(LogCheckpoint.class);

  private final StorageDirectory directory;
  private final DiskSync sync;
  private final IndexLocks locks;
  private final Records records;

  /** Shares whose sync has failed. Another would seem to succeed, so they are written anew. */
  private final Set<ShareName> doubtful = ConcurrentHashMap.newKeySet();

  LogCheckpoint(StorageDirectory directory, DiskSync sync, IndexLocks locks, Records records) {
    this.directory = directory;
    this.sync = sync;
    this.locks = locks;
    this.records = records;
  }

  /** What the log has. */
  @FunctionalInterface
  interface Records {
    /** What came as this share; empty if it did not, or is gone. */
    Optional<ByteBuffer> container(ShareName name) throws IOException;
  }

  /** Whether there are shares that have to be written anew. */
  boolean isInDoubt() {
    return !doubtful.isEmpty();
  }

  /**
   * Returns when shares, as far as they are there, survive a power failure.
   *
   * @param buckets in these shares may have come or gone. One that has gone must not come back when
   *     the log has forgotten it, for its file may never have been synced
   */
  void makeDurable(List<ShareName> shares, Set<StorageIndex> buckets) throws IOException {
    for (ShareName name : shares) {
      makeContentDurable(name);
    }
    directory.buckets().sync(buckets);
  }

  private void makeContentDurable(ShareName name) throws IOException {
    if (!doubtful.contains(name)) {
      try {
        share(name).makeDurable();
        return;
      } catch (IOException e) {
        doubtful.add(name);
        log.warn(
            "share {} of {} could not be synced and is written anew: {}",
            name.share(),
            name.index().abbreviated(),
            e.getMessage());
      }
    }
    writeAnew(name);
    doubtful.remove(name);
  }

  private void writeAnew(ShareName name) throws IOException {
    try (IndexLocks.Held _ = locks.aloneUninterruptibly(name.index())) {
      Optional<ByteBuffer> container = records.container(name);
      if (container.isEmpty() || !Files.exists(share(name).path())) {
        return;
      }
      ShareFile anew = directory.createReplacement();
      Path path = anew.path();
      try (anew) {
        share(name).replace(anew, container.get());
      } finally {
        Files.deleteIfExists(path);
      }
    }
  }

  private LoggedShare share(ShareName name) {
    return new LoggedShare(directory.share(name.index(), name.share()), directory, sync);
  }
}
