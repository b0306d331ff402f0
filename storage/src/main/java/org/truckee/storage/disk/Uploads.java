package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/** All uploads in progress: what they were promised, how they end, and which are idle. */
final class Uploads {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  /** Uploads at once; each costs about a kilobyte of memory until it ends. */
  private static final int MOST_UPLOADS = 16_384;

  /** Each takes a thread. */
  private static final int MOST_EARLY_SYNCS = 16;

  /** Uploads whose file is held open; any other opens its file again when it is used. */
  private static final int MOST_OPEN_FILES = 512;

  private final StorageDirectory directory;
  private final DiskSync sync;
  private final IndexLocks locks;
  private final WriteAheadLog log;
  private final MonotonicClock clock;
  private final StatisticsRecorder statistics;
  private final DiskCalls calls;
  private final AtomicInteger earlySyncs = new AtomicInteger();
  private final ConcurrentHashMap<ShareName, ImmutableUpload> inProgress =
      new ConcurrentHashMap<>();
  private final LinkedHashMap<ImmutableUpload, Boolean> openFiles =
      new LinkedHashMap<>(64, 0.75f, true);
  private volatile long nextIdle;
  private long allocated;
  private int count;

  Uploads(
      StorageDirectory directory,
      DiskSync sync,
      IndexLocks locks,
      WriteAheadLog log,
      MonotonicClock clock,
      StatisticsRecorder statistics,
      DiskCalls calls) {
    this.directory = directory;
    this.sync = sync;
    this.locks = locks;
    this.log = log;
    this.clock = clock;
    this.statistics = statistics;
    this.calls = calls;
    this.nextIdle = clock.nanos();
  }

  /** On the monotonic clock. */
  long now() {
    return clock.nanos();
  }

  DiskSync sync() {
    return sync;
  }

  Timing timing(Operation operation) {
    return statistics.start(operation);
  }

  void count(Operation operation) {
    statistics.count(operation);
  }

  /** Does something with the file of an upload. */
  <T> T work(FileWork.Work<T> work) throws StorageException, InterruptedException {
    return calls.call("go on with an upload", work);
  }

  /** Writes to the file of an upload. */
  <T> T briefWork(FileWork.Work<T> work) throws StorageException, InterruptedException {
    return calls.callBriefly("go on with an upload", work);
  }

  /** Begins a sync that nobody waits for yet, unless there are many. */
  Optional<Thread> earlySync(Runnable sync) {
    if (earlySyncs.incrementAndGet() > MOST_EARLY_SYNCS) {
      earlySyncs.decrementAndGet();
      return Optional.empty();
    }
    // Not one of those who may be waiting for it.
    return Optional.of(
        Thread.ofPlatform()
            .daemon()
            .name("early-sync")
            .start(
                () -> {
                  try {
                    sync.run();
                  } finally {
                    earlySyncs.decrementAndGet();
                  }
                }));
  }

  /** The bytes that were promised to uploads in progress. */
  synchronized long allocated() {
    return allocated;
  }

  /** Whether somebody is uploading this share. */
  boolean contains(StorageIndex index, ShareNumber share) {
    return inProgress.containsKey(new ShareName(index, share));
  }

  /**
   * Promises space, if there is enough besides what was promised before.
   *
   * @param available the available space, in which nothing is counted that was only promised
   */
  synchronized boolean reserve(long available, long size) {
    if (available - allocated < size || count == MOST_UPLOADS) {
      return false;
    }
    allocated += size;
    count++;
    return true;
  }

  private synchronized void release(long size) {
    allocated -= size;
    count--;
  }

  /**
   * Begins an upload for which space was reserved. The caller holds the index alone.
   *
   * @param lease the record of the only lease of the new share
   */
  ImmutableUpload begin(StorageIndex index, ShareNumber share, long size, byte[] lease)
      throws IOException {
    ShareFile file;
    try {
      file = directory.createIncoming(index, share);
    } catch (IOException e) {
      release(size);
      throw e;
    }
    ImmutableUpload upload =
        new ImmutableUpload(this, index, share, size, new UploadFile(file, size, lease));
    inProgress.put(new ShareName(index, share), upload);
    boolean begun = false;
    try {
      used(upload);
      begun = true;
      return upload;
    } finally {
      if (!begun) {
        discard(upload);
      }
    }
  }

  /**
   * Notes that the file of an upload is in use, and lets go of the one that was not for longest.
   */
  void used(ImmutableUpload upload) throws IOException {
    Optional<ImmutableUpload> idle = Optional.empty();
    synchronized (openFiles) {
      openFiles.put(upload, true);
      if (openFiles.size() > MOST_OPEN_FILES) {
        idle = Optional.of(openFiles.pollFirstEntry().getKey());
      }
    }
    if (idle.isPresent()) {
      idle.get().file().content().park();
    }
  }

  /** Makes the share complete, visible and durable. */
  void complete(ImmutableUpload upload) throws IOException {
    StorageIndex index = upload.index();
    boolean visible = false;
    try {
      UploadFile file = upload.file();
      file.complete();
      sync.file(file.content());
      file.close();
      try (IndexLocks.Held _ = locks.aloneUninterruptibly(index)) {
        log.makeWay(index, Set.of(upload.share()));
        directory.publish(index, Map.of(upload.share(), file.path()));
        visible = true;
        forget(upload);
      }
      statistics.addBytes(file.containerSize());
    } finally {
      if (!visible) {
        discard(upload);
      }
    }
    directory.buckets().sync(index);
  }

  /** Deletes what was uploaded and frees its space. */
  void discard(ImmutableUpload upload) throws IOException {
    try (IndexLocks.Held _ = locks.aloneUninterruptibly(upload.index())) {
      forget(upload);
      upload.file().close();
      Files.deleteIfExists(upload.file().path());
    }
  }

  private void forget(ImmutableUpload upload) {
    if (inProgress.remove(new ShareName(upload.index(), upload.share()), upload)) {
      release(upload.allocatedSize());
    }
    synchronized (openFiles) {
      openFiles.remove(upload);
    }
  }

  /** Ends all uploads that were idle for too long. */
  void endIdle() {
    long now = now();
    if (now - nextIdle < 0) {
      return;
    }
    // Whoever begins or writes meanwhile is not idle before that.
    Duration next = ImmutableUpload.IDLE_LIMIT;
    for (ImmutableUpload upload : inProgress.values()) {
      try {
        upload.abortIfIdle(now);
      } catch (IOException e) {
        LOG.warn("could not delete an idle upload of {}", upload.index().abbreviated(), e);
      }
      if (upload.left(now).compareTo(next) < 0) {
        next = upload.left(now);
      }
    }
    nextIdle = now + next.toNanos();
  }

  /** How long it is until an upload may be idle for too long; at most {@code most}. */
  Duration untilNextIdle(Duration most) {
    long now = now();
    return inProgress.values().stream()
        .map(upload -> upload.left(now))
        .min(Duration::compareTo)
        .filter(wait -> wait.compareTo(most) < 0)
        .orElse(most);
  }

  /** Ends all uploads, because the server stops. */
  void endAll() throws InterruptedException {
    for (ImmutableUpload upload : List.copyOf(inProgress.values())) {
      try {
        upload.abortNow();
      } catch (IOException e) {
        LOG.warn("could not delete an upload of {}", upload.index().abbreviated(), e);
      }
    }
  }
}
