package org.truckee.grid.directory;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.GridException;
import org.truckee.grid.Modification;
import org.truckee.grid.MutableFile;
import org.truckee.grid.VersionMap;
import org.truckee.grid.transfer.Background;

/**
 * Writes the changes of one directory: those that come while one write is under way are gathered
 * and written together by the next. So a hundred files that are added at once cost a few writes,
 * and one that comes alone does not wait for others.
 *
 * <p>Writes run on threads of their own, so that a caller who is interrupted takes nobody else's
 * change with it. There is at most one at a time.
 */
final class GroupCommit {
  private final MutableFile file;
  private final TableAccess access;
  private final Clock clock;
  private final Background background;
  private final long limit;

  /** Guarded by this, like the fields below. */
  private final List<PendingEdit<?>> waiting = new ArrayList<>();

  private int users;
  private List<PendingEdit<?>> underWay = List.of();
  private Optional<Thread> writer = Optional.empty();

  /**
   * Changes to one file.
   *
   * @param background starts writes, and ends them with the grid
   * @param limit how many bytes the contents may have
   */
  GroupCommit(
      MutableFile file, TableAccess access, Clock clock, Background background, long limit) {
    this.file = file;
    this.access = access;
    this.clock = clock;
    this.background = background;
    this.limit = limit;
  }

  /** Counts one more caller that is going to make a change. */
  synchronized GroupCommit enter() {
    users++;
    return this;
  }

  /** Counts one caller less; tells whether there still are others. */
  synchronized boolean leave() {
    return --users > 0;
  }

  /**
   * Makes a change, and returns when it is written.
   *
   * @param seen what servers said just now, if the change may begin with that
   * @throws IOException what the edit throws, or why it could not be written
   */
  <T> T make(Edit<T> edit, Optional<VersionMap> seen) throws IOException, InterruptedException {
    PendingEdit<T> pending = new PendingEdit<>(edit, seen);
    enqueue(pending);
    try {
      return pending.await();
    } catch (InterruptedException e) {
      withdraw(pending);
      throw e;
    }
  }

  private synchronized void enqueue(PendingEdit<?> pending) {
    waiting.add(pending);
    if (writer.isEmpty()) {
      startWrite();
    }
  }

  private synchronized void withdraw(PendingEdit<?> pending) {
    waiting.remove(pending);
    pending.abandon();
    if (!underWay.isEmpty() && underWay.stream().allMatch(PendingEdit::isAbandoned)) {
      writer.ifPresent(Thread::interrupt);
    }
  }

  /** Each write has a thread of its own, which can be interrupted without harm to the next. */
  private synchronized void startWrite() {
    underWay = List.copyOf(waiting);
    waiting.clear();
    List<PendingEdit<?>> batch = underWay;
    writer = Optional.of(background.start("directory write", () -> writeAndGoOn(batch)));
  }

  private void writeAndGoOn(List<PendingEdit<?>> batch) {
    try {
      write(batch);
    } finally {
      goOn();
    }
  }

  private synchronized void goOn() {
    underWay = List.of();
    writer = Optional.empty();
    if (!waiting.isEmpty()) {
      startWrite();
    }
  }

  private void write(List<PendingEdit<?>> batch) {
    try {
      modify((contents, first) -> apply(batch, contents, first), lastSeen(batch));
      batch.forEach(PendingEdit::succeed);
    } catch (InterruptedException e) {
      batch.forEach(
          edit ->
              edit.fail(new GridException("the change was cancelled; it may have been made", e)));
    } catch (Exception e) {
      batch.forEach(edit -> edit.fail(e));
    } catch (Error e) {
      batch.forEach(edit -> edit.fail(new IllegalStateException("the change failed", e)));
      throw e;
    }
  }

  private void modify(Modification change, Optional<VersionMap> seen)
      throws IOException, InterruptedException {
    if (seen.isPresent()) {
      file.modify(change, seen.get());
    } else {
      file.modify(change);
    }
  }

  /** What the one who came last has seen. */
  private static Optional<VersionMap> lastSeen(List<PendingEdit<?>> batch) {
    return batch.reversed().stream().map(PendingEdit::seen).flatMap(Optional::stream).findFirst();
  }

  private Optional<byte[]> apply(List<PendingEdit<?>> batch, byte[] contents, boolean first)
      throws GridException {
    Turn turn = new Turn(now(), first);
    TableDraft draft = TableDraft.of(EntryTable.parse(contents, access));
    for (PendingEdit<?> edit : batch) {
      draft = edit.applyTo(draft, turn);
    }
    return draft.isChanged() ? Optional.of(withinLimit(draft.contents())) : Optional.empty();
  }

  /** Refuses contents that could not be read again because they are too long. */
  private byte[] withinLimit(byte[] contents) throws FileTooLargeException {
    if (contents.length > limit) {
      throw new FileTooLargeException(
          "the directory would have %d bytes; the limit is %d".formatted(contents.length, limit));
    }
    return contents;
  }

  private double now() {
    Instant instant = clock.instant();
    long micros =
        TimeUnit.SECONDS.toMicros(instant.getEpochSecond())
            + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
    return micros / 1e6;
  }
}
