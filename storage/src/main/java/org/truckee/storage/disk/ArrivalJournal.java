package org.truckee.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;

/**
 * Keeps small new shares safe with one sync for all that come at once. They are in their files as
 * well, but those are synced later, a generation of the journal at a time, which is then deleted.
 * What a power failure takes from the files meanwhile is put back by {@link ArrivalReplay}.
 *
 * <p>Like {@link ChangeJournal} it lies in {@code shares/incoming}, which either program empties
 * when it starts. A server that is not durable has no such journal.
 *
 * <p>Whoever holds an index may call anything here but {@link #awaitRoom}, {@link #endOld} and
 * {@link #close}: they may wait for that index.
 */
final class ArrivalJournal implements Closeable {
  /** Shares are synced when the system has written most of them by itself. */
  static final Duration OLD = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(ArrivalJournal.class);

  /** Generations that wait for their end; with more, new shares wait. */
  private static final int MOST_WAITING = 2;

  /** So many shares are better synced together with the whole file system. */
  private static final int MANY = 64;

  /** How often the age is looked at, and what has failed is tried again. */
  private static final long PAUSE_MILLIS = 10_000;

  private final StorageDirectory directory;
  private final DiskSync sync;
  private final Clock clock;
  private final ArrivalCheckpoint checkpoint;
  private final WholeSync wholeSync;
  private final ReentrantLock checkpointing = new ReentrantLock();

  /** Oldest first; the last one gets new records if {@link #open}. */
  private final ArrayDeque<ArrivalGeneration> generations = new ArrayDeque<>();

  private final Thread watch = Thread.ofVirtual().name("arrivals").unstarted(this::watch);
  private boolean open;
  private long begun;
  private boolean wanted;
  private boolean closed;

  /** An empty journal; {@code wholeSync} becomes its own. */
  ArrivalJournal(
      StorageDirectory directory,
      DiskSync sync,
      WholeSync wholeSync,
      IndexLocks locks,
      Clock clock) {
    this.directory = directory;
    this.sync = sync;
    this.wholeSync = wholeSync;
    this.clock = clock;
    this.checkpoint = new ArrivalCheckpoint(directory, sync, locks, this::container);
  }

  /** Begins to end generations by itself. */
  void start() {
    if (sync.durable()) {
      watch.start();
    }
  }

  /**
   * Gives new shares their names when they survive a power failure. A name is never there before,
   * so that what a failure leaves of its file can be put right. The caller holds the index alone.
   *
   * @param containers what is in the files of the shares
   * @param publication gives the names
   */
  void keep(StorageIndex index, Map<ShareNumber, ByteBuffer> containers, Publication publication)
      throws IOException {
    if (!sync.durable()) {
      publication.run();
      return;
    }
    List<ArrivalRecord.Came> came = new ArrayList<>();
    containers.forEach(
        (share, container) ->
            came.add(new ArrivalRecord.Came(new ShareName(index, share), container)));
    ArrivalGeneration generation = append(came);
    try {
      generation.sync();
      publication.run();
    } finally {
      release(generation);
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
  void leave(StorageIndex index, ShareNumber share) throws IOException {
    ShareName name = new ShareName(index, share);
    if (keeps(name)) {
      release(append(List.of(new ArrivalRecord.Left(name))));
    }
  }

  /**
   * Returns when nothing of the journal can take the place of shares that are about to come on
   * another way. The caller holds the index alone.
   */
  void makeWay(StorageIndex index, Set<ShareNumber> shares) throws IOException {
    List<ArrivalRecord.MadeWay> ways =
        shares.stream()
            .map(share -> new ShareName(index, share))
            .filter(this::standsInTheWay)
            .map(ArrivalRecord.MadeWay::new)
            .toList();
    if (ways.isEmpty()) {
      return;
    }
    // What was deleted could come back with anything in it, and nothing to tell what it is.
    directory.syncBuckets(Set.of(index));
    ArrivalGeneration generation = append(ways);
    try {
      generation.sync();
    } finally {
      release(generation);
    }
  }

  /**
   * Returns when shares that only the journal keeps are durable by themselves, so that they can be
   * changed. The caller holds the index alone.
   */
  void settle(StorageIndex index, Set<ShareNumber> shares) throws IOException {
    List<ShareName> kept =
        shares.stream().map(share -> new ShareName(index, share)).filter(this::keeps).toList();
    if (!kept.isEmpty()) {
      checkpoint.makeDurable(kept, Set.of(index));
    }
  }

  /** Returns when there is room for new shares, which it makes if nobody else does. */
  void awaitRoom() throws IOException {
    while (isCrowded()) {
      endWaiting();
    }
  }

  private synchronized boolean isCrowded() {
    return waiting() >= MOST_WAITING && (!open || generations.getLast().isFull());
  }

  private int waiting() {
    return generations.size() - (open ? 1 : 0);
  }

  private synchronized boolean keeps(ShareName name) {
    return latest(name).map(generation -> generation.keeps(name)).orElse(false);
  }

  private synchronized boolean standsInTheWay(ShareName name) {
    return latest(name).map(generation -> !generation.hasMadeWay(name)).orElse(false);
  }

  private synchronized Optional<ByteBuffer> container(ShareName name) throws IOException {
    Optional<ArrivalGeneration> latest = latest(name);
    return latest.isPresent() ? latest.get().container(name) : Optional.empty();
  }

  private Optional<ArrivalGeneration> latest(ShareName name) {
    return generations.reversed().stream()
        .filter(generation -> generation.mentions(name))
        .findFirst();
  }

  /** The generation is not ended before {@link #release}. */
  private synchronized ArrivalGeneration append(List<? extends ArrivalRecord.Event> events)
      throws IOException {
    if (open) {
      ArrivalGeneration last = generations.getLast();
      if (last.hasFailed() || (last.isFull() && waiting() < MOST_WAITING)) {
        endOpen();
      }
    }
    if (!open) {
      generations.add(
          ArrivalGeneration.begin(directory, sync, ++begun, clock.instant(), wholeSync.isOpen()));
      open = true;
    }
    ArrivalGeneration last = generations.getLast();
    last.append(events);
    last.changeUsers(1);
    return last;
  }

  private synchronized void release(ArrivalGeneration generation) {
    generation.changeUsers(-1);
    if (!open || generation != generations.getLast()) {
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
      ArrivalGeneration last = generations.getLast();
      Instant end = last.begun().plus(OLD);
      if (last.hasFailed() || !clock.instant().isBefore(end)) {
        endOpen();
      }
    }
  }

  /** Ends generations that are old or full; otherwise that happens within a minute or so. */
  void endOld() {
    try {
      endOpenIfOld();
      endWaiting();
    } catch (IOException e) {
      log.warn("new shares could not be synced and stay in the journal: {}", e.toString());
    }
  }

  private void endWaiting() throws IOException {
    checkpointing.lock();
    try {
      for (Optional<ArrivalGeneration> next = oldestWaiting();
          next.isPresent();
          next = oldestWaiting()) {
        makeDurable(next.get());
        next.get().delete();
        forgetOldest();
      }
    } finally {
      checkpointing.unlock();
    }
  }

  private void makeDurable(ArrivalGeneration generation) throws IOException {
    List<ShareName> shares = generation.shares();
    Set<StorageIndex> buckets =
        shares.stream().map(ShareName::index).collect(Collectors.toUnmodifiableSet());
    boolean together =
        shares.size() >= MANY && generation.canBeSyncedWhole() && !checkpoint.isInDoubt();
    if (!together || !syncTogether(buckets)) {
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
  private synchronized Optional<ArrivalGeneration> oldestWaiting() {
    if (waiting() == 0) {
      return Optional.empty();
    }
    boolean interrupted = false;
    while (generations.getFirst().isInUse()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Optional.of(generations.getFirst());
  }

  private synchronized void forgetOldest() {
    generations.removeFirst();
  }

  private void watch() {
    wholeSync.open();
    try {
      while (pause()) {
        endOld();
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

  /** Makes all shares durable by themselves and deletes the journal. */
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
