package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.disk.LogRecord.Kind;

/**
 * The segments of the write-ahead log: which of them gets new records, which wait to be ended, and
 * what the latest record of a share is. Thread-safe; the segments themselves are guarded by this.
 */
final class LogSegments {
  /** Shares are synced when the system has written most of them by itself. */
  static final Duration OLD = Duration.ofSeconds(60);

  /** Segments that wait for their end; with more, new shares and changes wait. */
  private static final int MOST_WAITING = 2;

  private final StorageDirectory directory;
  private final DiskSync sync;
  private final WholeSync wholeSync;
  private final MonotonicClock clock;

  /** Oldest first; the last one gets new records if {@link #open}. */
  private final ArrayDeque<LogSegment> segments = new ArrayDeque<>();

  private boolean open;
  private long begun;
  private boolean wanted;
  private boolean stopped;

  /** The segments that the last server has left, all of which wait for their end. */
  LogSegments(
      StorageDirectory directory, DiskSync sync, WholeSync wholeSync, MonotonicClock clock) {
    this.directory = directory;
    this.sync = sync;
    this.wholeSync = wholeSync;
    this.clock = clock;
    this.segments.addAll(directory.leftover().segments());
    this.begun = directory.leftover().number();
  }

  /** Records in a segment that is not ended before {@link #release}. */
  record Appended(LogSegment segment, List<LogRecord> records) {}

  /** Writes records, in a new segment if there is none that takes them. */
  synchronized Appended append(List<? extends LogEntry> entries) throws IOException {
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
    last.changeUsers(1);
    return new Appended(last, records);
  }

  /** The caller has done with a segment. */
  synchronized void release(LogSegment segment) {
    segment.changeUsers(-1);
    if (!open || segment != segments.getLast()) {
      notifyAll();
    }
  }

  /**
   * Changes whose records could come back after a power failure.
   *
   * @param doubtful what says that they do not count; it has to be appended and synced
   * @param marked segments that say so already; each has to be synced and {@link #release}d
   */
  record Unsettled(List<LogEntry> doubtful, Set<LogSegment> marked) {}

  /** The changes of shares whose records could come back. */
  synchronized Unsettled unsettled(StorageIndex index, Collection<ShareNumber> shares) {
    List<LogEntry> doubtful = new ArrayList<>();
    Set<LogSegment> marked = new HashSet<>();
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
    return new Unsettled(doubtful, marked);
  }

  /** Whether a share is there and only the log makes it survive a power failure. */
  synchronized boolean keeps(ShareName name) {
    return latest(name).map(segment -> segment.keeps(name)).orElse(false);
  }

  /** Whether what the log says of a share could take the place of one that comes on another way. */
  synchronized boolean standsInTheWay(ShareName name) {
    return latest(name).map(segment -> segment.standsInTheWay(name)).orElse(false);
  }

  /** What came as a share; empty if it did not come through the log, or is gone. */
  synchronized Optional<ByteBuffer> container(ShareName name) throws IOException {
    Optional<LogSegment> latest = latest(name);
    return latest.isPresent() ? latest.get().container(name) : Optional.empty();
  }

  private Optional<LogSegment> latest(ShareName name) {
    return segments.reversed().stream().filter(segment -> segment.mentions(name)).findFirst();
  }

  /** Whether new records have to wait until a segment is ended. */
  synchronized boolean areCrowded() {
    return waiting() >= MOST_WAITING && (!open || segments.getLast().isFull());
  }

  private int waiting() {
    return segments.size() - (open ? 1 : 0);
  }

  /** The segment that gets new records gets no more. */
  synchronized void endOpen() {
    if (open) {
      open = false;
      wanted = true;
      notifyAll();
    }
  }

  /** The segment that gets new records gets no more if it is old, or cannot be synced. */
  synchronized void endOpenIfOld() {
    if (open) {
      LogSegment last = segments.getLast();
      if (last.hasFailed() || clock.nanos() - last.begun() >= OLD.toNanos()) {
        endOpen();
      }
    }
  }

  /**
   * The oldest segment that waits for its end; empty if none does. Returns when all shares that
   * have a record in it have their names as well.
   */
  synchronized Optional<LogSegment> oldestWaiting() {
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

  /** The oldest segment was deleted. */
  synchronized void forgetOldest() {
    segments.removeFirst();
  }

  /**
   * Waits until a segment has to be ended, but not for long: one may have become old.
   *
   * @return whether the log goes on
   */
  synchronized boolean awaitWork(Duration longest) throws InterruptedException {
    long begin = System.nanoTime();
    long left = longest.toMillis();
    while (!stopped && !wanted && left > 0) {
      wait(left);
      left = longest.toMillis() - (System.nanoTime() - begin) / 1_000_000;
    }
    wanted = false;
    return !stopped;
  }

  /** Nobody waits for work any more. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }
}
