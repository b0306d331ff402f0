package org.truckee.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
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
  /** Shares are synced when the system has written most of them by itself. */
  static final Duration OLD = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(WriteAheadLog.class);

  /** Segments that wait for their end; with more, new shares and changes wait. */
  private static final int MOST_WAITING = 2;

  /** So many shares are better synced together with the whole file system. */
  private static final int MANY = 64;

  /** How often the age is looked at, and what has failed is tried again. */
  private static final long PAUSE_MILLIS = 2_000;

  private final StorageDirectory directory;
  private final DiskSync sync;
  private final MonotonicClock clock;
  private final IndexLocks locks;
  private final LogCheckpoint checkpoint;
  private final WholeSync wholeSync;
  private final ReentrantLock checkpointing = new ReentrantLock();

  /** Oldest first; the last one gets new records if {@link #open}. */
  private final ArrayDeque<LogSegment> segments = new ArrayDeque<>();

  /** Shares that are not to be used before something is done. */
  private final ConcurrentHashMap<ShareName, ShareRedo> unfinished = new ConcurrentHashMap<>();

  private final Thread watch =
      Thread.ofPlatform().daemon().name("write-ahead-log").unstarted(this::watch);
  private boolean open;
  private long begun;
  private boolean wanted;
  private boolean closed;

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
    this.clock = clock;
    this.checkpoint = new LogCheckpoint(directory, sync, locks, this::container);
    this.segments.addAll(directory.leftover().segments());
    this.unfinished.putAll(directory.leftover().unfinished());
    this.begun = directory.leftover().number();
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
    Appended appended = append(entries);
    try {
      appended.segment.sync();
      publication.run();
    } finally {
      release(appended.segment);
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
    if (keeps(name)) {
      release(append(List.of(new LogEntry.Deleted(name))).segment);
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
    Appended appended = append(edits);
    LogSegment segment = appended.segment;
    boolean logged = false;
    try {
      segment.sync();
      logged = true;
      for (LogRecord record : appended.records) {
        ShareRedo redo = new ShareRedo(record.name(), directory, sync);
        redo.note(segment, record);
        unfinished.put(record.name(), redo);
      }
    } finally {
      if (!logged) {
        // Nothing was changed yet, and should not be changed by the next start.
        supersede(appended.records);
      }
      release(segment);
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
        if (redo.run()) {
          directory.syncAnew(Set.of(name.index()), sync);
        }
        unfinished.remove(name, redo);
      }
    }
  }

  /**
   * Returns when no record of a change that is made can come back over these shares after a power
   * failure. Takes no room on the disk, if the disk works. The caller holds the index alone.
   */
  void settle(StorageIndex index, Collection<ShareNumber> shares) throws IOException {
    List<LogEntry> doubtful = new ArrayList<>();
    Set<LogSegment> marked = new HashSet<>();
    synchronized (this) {
      for (ShareNumber share : shares) {
        ShareName name = new ShareName(index, share);
        Optional<LogSegment> latest = latest(name);
        if (latest.isEmpty() || !latest.get().kind(name).equals(Optional.of(Kind.EDITED))) {
          continue;
        }
        if (latest.get().hasFailed()) {
          doubtful.add(new LogEntry.Superseded(name));
        } else if (latest.get().hasUnsyncedMarks() && marked.add(latest.get())) {
          latest.get().changeUsers(1);
        }
      }
    }
    for (LogSegment segment : marked) {
      try {
        segment.sync();
      } finally {
        release(segment);
      }
    }
    appendDurably(doubtful);
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
      if (standsInTheWay(name)) {
        ways.add(new LogEntry.Superseded(name));
      }
    }
    if (!ways.isEmpty()) {
      // What was deleted could come back with anything in it, and nothing to tell what it is.
      directory.syncBuckets(Set.of(index));
      appendDurably(ways);
    }
  }

  private void appendDurably(List<LogEntry> entries) throws IOException {
    if (!entries.isEmpty()) {
      LogSegment segment = append(entries).segment;
      try {
        segment.sync();
      } finally {
        release(segment);
      }
    }
  }

  /**
   * Returns when shares that only the log keeps are durable by themselves, so that they can be
   * changed. The caller holds the index alone.
   */
  void makeDurable(StorageIndex index, Set<ShareNumber> shares) throws IOException {
    List<ShareName> kept =
        shares.stream().map(share -> new ShareName(index, share)).filter(this::keeps).toList();
    if (!kept.isEmpty()) {
      checkpoint.makeDurable(kept, Set.of(index));
    }
  }

  /** Returns when there is room for new records, which it makes if nobody else does. */
  void awaitRoom() throws IOException {
    while (isCrowded()) {
      endWaiting();
    }
  }

  private synchronized boolean isCrowded() {
    return waiting() >= MOST_WAITING && (!open || segments.getLast().isFull());
  }

  private int waiting() {
    return segments.size() - (open ? 1 : 0);
  }

  private synchronized boolean keeps(ShareName name) {
    return latest(name).map(segment -> segment.keeps(name)).orElse(false);
  }

  private synchronized boolean standsInTheWay(ShareName name) {
    return latest(name).map(segment -> segment.standsInTheWay(name)).orElse(false);
  }

  private synchronized Optional<ByteBuffer> container(ShareName name) throws IOException {
    Optional<LogSegment> latest = latest(name);
    return latest.isPresent() ? latest.get().container(name) : Optional.empty();
  }

  private Optional<LogSegment> latest(ShareName name) {
    return segments.reversed().stream().filter(segment -> segment.mentions(name)).findFirst();
  }

  /** Records in a segment that is not ended before {@link #release}. */
  private record Appended(LogSegment segment, List<LogRecord> records) {}

  private synchronized Appended append(List<? extends LogEntry> entries) throws IOException {
    if (open) {
      LogSegment last = segments.getLast();
      if (last.hasFailed() || (last.isFull() && waiting() < MOST_WAITING)) {
        endOpen();
      }
    }
    if (!open) {
      segments.add(LogSegment.begin(directory, sync, ++begun, clock.nanos(), wholeSync.isOpen()));
      open = true;
    }
    LogSegment last = segments.getLast();
    List<LogRecord> records = last.append(entries);
    // What the log says now counts, and not what it said before.
    entries.forEach(entry -> unfinished.remove(entry.name()));
    last.changeUsers(1);
    return new Appended(last, records);
  }

  private synchronized void release(LogSegment segment) {
    segment.changeUsers(-1);
    if (!open || segment != segments.getLast()) {
      notifyAll();
    }
  }

  private synchronized void endOpen() {
    if (open) {
      open = false;
      wanted = true;
      notifyAll();
    }
  }

  private synchronized void endOpenIfOld() {
    if (open) {
      LogSegment last = segments.getLast();
      if (last.hasFailed() || clock.nanos() - last.begun() >= OLD.toNanos()) {
        endOpen();
      }
    }
  }

  /** Ends segments that are old or full; otherwise that happens within a minute or so. */
  void checkpoint() {
    try {
      endOpenIfOld();
      endWaiting();
    } catch (IOException e) {
      log.warn("shares could not be synced and stay in the write-ahead log: {}", e.toString());
    }
  }

  private void endWaiting() throws IOException {
    checkpointing.lock();
    try {
      for (Optional<LogSegment> next = oldestWaiting(); next.isPresent(); next = oldestWaiting()) {
        finishAll(next.get());
        makeDurable(next.get());
        next.get().delete();
        forgetOldest();
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
      checkpoint.makeDurable(shares.stream().filter(this::keeps).toList(), buckets);
    }
  }

  /** One call costs less than one for each file and directory, even if others have written more. */
  private boolean syncTogether(Set<StorageIndex> buckets) {
    try {
      directory.syncBuckets(buckets, wholeSync);
      return true;
    } catch (IOException e) {
      log.warn("new shares are synced one by one: {}", e.getMessage());
      return false;
    }
  }

  /** Returns when all that has a record in it has its name as well. */
  private synchronized Optional<LogSegment> oldestWaiting() {
    if (waiting() == 0) {
      return Optional.empty();
    }
    boolean interrupted = false;
    while (segments.getFirst().isInUse()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Optional.of(segments.getFirst());
  }

  private synchronized void forgetOldest() {
    segments.removeFirst();
  }

  private void watch() {
    wholeSync.open();
    try {
      while (pause()) {
        checkpoint();
      }
    } catch (InterruptedException e) {
      log.debug("the server stops");
    }
  }

  private synchronized boolean pause() throws InterruptedException {
    long begin = System.nanoTime();
    long left = PAUSE_MILLIS;
    while (!closed && !wanted && left > 0) {
      wait(left);
      left = PAUSE_MILLIS - (System.nanoTime() - begin) / 1_000_000;
    }
    wanted = false;
    return !closed;
  }

  /** Makes all shares durable by themselves and deletes the log. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
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
    endOpen();
    try (wholeSync) {
      endWaiting();
    }
  }
}
