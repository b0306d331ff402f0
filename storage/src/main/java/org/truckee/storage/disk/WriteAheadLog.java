package org.truckee.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.disk.LogRecord.Kind;

/**
 * The write-ahead log: what happens to shares is here before it is done, with one sync for all that
 * comes at once.
 *
 * <ul>
 *   <li><b>Small new shares</b> are in their files as well, but those are synced later, a segment
 *       of the log at a time ({@link LogCheckpoint}); the segment is then deleted.
 *   <li><b>Changes in the middle of a file</b> are made as if they happened at once: each is synced
 *       here before it is made, and made again if the server dies in between.
 * </ul>
 *
 * <p>What a crash or a power failure leaves undone is done at the next start ({@link LogReplay}).
 * The log lies in {@code shares/incoming}, which either program empties when it starts: a log that
 * we left behind is never applied after somebody else has served the shares.
 *
 * <p>Before a share is changed or replaced on a way that does not lead through the log, {@link
 * #settle} or {@link #makeWay} makes sure that no record can come back over it.
 *
 * <p>Whoever holds an index may call anything here but {@link #awaitRoom}, {@link #checkpoint} and
 * {@link #close}: they may wait for that index.
 */
final class WriteAheadLog implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(WriteAheadLog.class);

  /** So many shares are better synced together with the whole file system. */
  private static final int MANY = 64;

  /** How often the age is looked at, and what has failed is tried again. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final StorageDirectory directory;
  private final DiskSync sync;
  private final IndexLocks locks;
  private final LogCheckpoint checkpoint;
  private final WholeSync wholeSync;
  private final ReentrantLock checkpointing = new ReentrantLock();

  private final LogSegments segments;

  /** Shares that are not to be used before something is done. */
  private final ConcurrentHashMap<ShareName, ShareRedo> unfinished = new ConcurrentHashMap<>();

  private final Thread watch =
      Thread.ofPlatform().daemon().name("write-ahead-log").unstarted(this::watch);

  /**
   * Goes on with what the last server has left.
   *
   * @param wholeSync becomes its own
   */
  WriteAheadLog(
      StorageDirectory directory,
      DiskSync sync,
      WholeSync wholeSync,
      IndexLocks locks,
      MonotonicClock clock) {
    this.directory = directory;
    this.sync = sync;
    this.wholeSync = wholeSync;
    this.locks = locks;
    this.segments = new LogSegments(directory, sync, wholeSync, clock);
    this.checkpoint = new LogCheckpoint(directory, sync, locks, segments::container);
    this.unfinished.putAll(directory.leftover().unfinished());
  }

  /** Begins to end segments by itself. */
  void start() {
    watch.start();
  }

  /**
   * Gives new shares their names when they survive a power failure. A name is never there before,
   * so that what a failure leaves of its file can be put right. The caller holds the index alone.
   *
   * @param containers what is in the files of the shares
   * @param publication gives the names
   */
  void insert(StorageIndex index, Map<ShareNumber, ByteBuffer> containers, Publication publication)
      throws IOException {
    if (!sync.durable()) {
      publication.run();
      return;
    }
    List<LogEntry> entries = new ArrayList<>();
    containers.forEach(
        (share, container) ->
            entries.add(new LogEntry.Inserted(new ShareName(index, share), container)));
    LogSegments.Appended appended = append(entries);
    try {
      appended.segment().sync();
      publication.run();
    } finally {
      segments.release(appended.segment());
    }
  }

  /** Gives shares their names. */
  @FunctionalInterface
  interface Publication {
    void run() throws IOException;
  }

  /**
   * A share is about to be deleted. It should not come back, but nobody waits for that. The caller
   * holds the index alone.
   */
  void delete(StorageIndex index, ShareNumber share) throws IOException {
    ShareName name = new ShareName(index, share);
    if (segments.keeps(name)) {
      segments.release(append(List.of(new LogEntry.Deleted(name))).segment());
    }
  }

  /**
   * Makes changes, each in a file that exists and is durable by itself. When this returns they are
   * durable; if the process dies before, each of them is made wholly or not at all. The caller
   * holds the index alone.
   *
   * @throws IOException if a change could not be made; if it is sure to be made some time, {@link
   *     #finish} tells everybody so
   */
  void edit(List<LogEntry.Edited> edits) throws IOException {
    LogSegments.Appended appended = append(edits);
    LogSegment segment = appended.segment();
    boolean logged = false;
    try {
      segment.sync();
      logged = true;
      for (LogRecord record : appended.records()) {
        ShareRedo redo = new ShareRedo(record.name(), directory, sync);
        redo.note(segment, record);
        unfinished.put(record.name(), redo);
      }
    } finally {
      if (!logged) {
        // Nothing was changed yet, and should not be changed by the next start.
        supersede(appended.records());
      }
      segments.release(segment);
    }
    for (LogEntry.Edited edit : edits) {
      finish(edit.name());
    }
  }

  private void supersede(List<LogRecord> records) {
    try {
      List<LogEntry> entries = new ArrayList<>();
      records.forEach(record -> entries.add(new LogEntry.Superseded(record.name())));
      appendDurably(entries);
    } catch (IOException e) {
      log.debug("a change that failed may be made by the next start", e);
    }
  }

  /** A record that cannot be read says nothing of the share: it is no damaged one. */
  private void redo(ShareName name, ShareRedo redo) throws IOException {
    try {
      if (redo.run()) {
        directory.buckets().syncAnew(Set.of(name.index()), sync);
      }
    } catch (CorruptContainerException e) {
      throw new IOException("a change of the log cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Tries again to do what the log says of this share and failed half-way, for example on a full
   * disk. The caller holds the index.
   *
   * @throws IOException if it still fails; nothing else may then be done with the share
   */
  void finish(ShareName name) throws IOException {
    ShareRedo redo = unfinished.get(name);
    if (redo == null) {
      return;
    }
    // Readers may come here at once; only one of them does it.
    synchronized (redo) {
      if (unfinished.get(name) == redo) {
        redo(name, redo);
        unfinished.remove(name, redo);
      }
    }
  }

  /**
   * Returns when no record of a change that is made can come back over these shares after a power
   * failure. Takes no room on the disk, if the disk works. The caller holds the index alone.
   */
  void settle(StorageIndex index, Collection<ShareNumber> shares) throws IOException {
    LogSegments.Unsettled unsettled = segments.unsettled(index, shares);
    for (LogSegment segment : unsettled.marked()) {
      try {
        segment.sync();
      } finally {
        segments.release(segment);
      }
    }
    appendDurably(unsettled.doubtful());
  }

  /**
   * Returns when nothing of the log can take the place of shares that are about to come on another
   * way. The caller holds the index alone.
   */
  void makeWay(StorageIndex index, Set<ShareNumber> shares) throws IOException {
    settle(index, shares);
    List<LogEntry> ways = new ArrayList<>();
    for (ShareNumber share : shares) {
      ShareName name = new ShareName(index, share);
      if (segments.standsInTheWay(name)) {
        ways.add(new LogEntry.Superseded(name));
      }
    }
    if (!ways.isEmpty()) {
      // What was deleted could come back with anything in it, and nothing to tell what it is.
      directory.buckets().sync(Set.of(index));
      appendDurably(ways);
    }
  }

  private void appendDurably(List<LogEntry> entries) throws IOException {
    if (!entries.isEmpty()) {
      LogSegment segment = append(entries).segment();
      try {
        segment.sync();
      } finally {
        segments.release(segment);
      }
    }
  }

  /**
   * Returns when shares that only the log keeps are durable by themselves, so that they can be
   * changed. The caller holds the index alone.
   */
  void makeDurable(StorageIndex index, Set<ShareNumber> shares) throws IOException {
    List<ShareName> kept =
        shares.stream().map(share -> new ShareName(index, share)).filter(segments::keeps).toList();
    if (!kept.isEmpty()) {
      checkpoint.makeDurable(kept, Set.of(index));
    }
  }

  /** Returns when there is room for new records, which it makes if nobody else does. */
  void awaitRoom() throws IOException {
    while (segments.areCrowded()) {
      endWaiting();
    }
  }

  /** What the log says now of a share counts, and not what it said before. */
  private LogSegments.Appended append(List<? extends LogEntry> entries) throws IOException {
    LogSegments.Appended appended = segments.append(entries);
    entries.forEach(entry -> unfinished.remove(entry.name()));
    return appended;
  }

  /** Ends segments that are old or full; otherwise that happens within a minute or so. */
  void checkpoint() {
    try {
      segments.endOpenIfOld();
      endWaiting();
    } catch (IOException e) {
      log.warn("shares could not be synced and stay in the write-ahead log: {}", e.toString());
    }
  }

  private void endWaiting() throws IOException {
    checkpointing.lock();
    try {
      for (Optional<LogSegment> next = segments.oldestWaiting();
          next.isPresent();
          next = segments.oldestWaiting()) {
        finishAll(next.get());
        makeDurable(next.get());
        next.get().delete();
        segments.forgetOldest();
      }
    } finally {
      checkpointing.unlock();
    }
  }

  /** Does what was begun and has failed. What cannot be done must not keep the log from ending. */
  private void finishAll(LogSegment segment) throws IOException {
    for (ShareRedo redo : unfinished.values()) {
      if (redo.needs(segment)) {
        try (IndexLocks.Held _ = locks.aloneUninterruptibly(redo.name().index())) {
          finishOrSetAside(redo);
        }
      }
    }
  }

  private void finishOrSetAside(ShareRedo redo) throws IOException {
    try {
      finish(redo.name());
    } catch (IOException e) {
      if (DiskSpace.isFull(e)) {
        throw e;
      }
      redo.setAside(directory.quarantine(), e);
      unfinished.remove(redo.name(), redo);
    }
  }

  private void makeDurable(LogSegment segment) throws IOException {
    List<ShareName> shares = segment.shares();
    Set<StorageIndex> buckets =
        shares.stream()
            .filter(name -> !segment.kind(name).equals(Optional.of(Kind.EDITED)))
            .map(ShareName::index)
            .collect(Collectors.toUnmodifiableSet());
    boolean together =
        shares.size() >= MANY && segment.canBeSyncedWhole() && !checkpoint.isInDoubt();
    if (!buckets.isEmpty() && (!together || !syncTogether(buckets))) {
      checkpoint.makeDurable(shares.stream().filter(segments::keeps).toList(), buckets);
    }
  }

  /** One call costs less than one for each file and directory, even if others have written more. */
  private boolean syncTogether(Set<StorageIndex> buckets) {
    try {
      directory.buckets().syncWhole(buckets, wholeSync);
      return true;
    } catch (IOException e) {
      log.warn("new shares are synced one by one: {}", e.getMessage());
      return false;
    }
  }

  private void watch() {
    wholeSync.open();
    try {
      while (segments.awaitWork(PAUSE)) {
        checkpoint();
      }
    } catch (InterruptedException e) {
      log.debug("the server stops");
    }
  }

  /** Makes all shares durable by themselves and deletes the log. */
  @Override
  public void close() throws IOException {
    segments.stop();
    boolean interrupted = false;
    while (watch.isAlive()) {
      try {
        watch.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    segments.endOpen();
    try (wholeSync) {
      endWaiting();
    }
  }
}
