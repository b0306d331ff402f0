package org.truckee.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes in the middle of share files as if they happened at once: each is written here and
 * synced before it is made, and made again on the next start if the server dies in between.
 *
 * <p>The journal lies in {@code shares/incoming}, which either program empties when it starts: a
 * journal that we left behind is never applied after somebody else has served the shares. Records
 * are only ever applied in their order. A record whose change is made is marked as done; before a
 * share is changed in any other way, {@link #settle} makes sure that such marks are durable.
 */
final class ChangeJournal implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(ChangeJournal.class);

  private final Path shares;
  private final ShareFile file;
  private final DiskSync sync;
  private final SharedSync sharedSync = new SharedSync();
  private final ConcurrentHashMap<String, JournalRecord> unmade = new ConcurrentHashMap<>();
  private long end;
  private long generation = 1;
  private int open;
  private volatile boolean unsyncedMarks;

  /** Begins an empty journal. */
  ChangeJournal(Path shares, Path path, DiskSync sync) throws IOException {
    this.shares = shares;
    this.file = ShareFile.create(path);
    this.sync = sync;
  }

  /** Makes all changes that a journal left behind says are not made. */
  static void replay(Path shares, Path path, DiskSync sync) throws IOException {
    try (ShareFile left = ShareFile.forReading(path)) {
      long position = 0;
      long generation = -1;
      while (true) {
        JournalRecord record = JournalRecord.read(left, position).orElse(null);
        if (record == null || (generation >= 0 && record.generation() != generation)) {
          return;
        }
        if (!record.done()) {
          log.info("finishing a change of share {} that was cut off", record.share());
          record.apply(left, shares.resolve(record.share()), sync);
        }
        generation = record.generation();
        position = record.end();
      }
    }
  }

  /**
   * Makes changes, each in a file that exists. When this returns they are durable; if the process
   * dies before, each of them is made wholly or not at all.
   *
   * @throws IOException if a change could not be made; it is then pending, see {@link #finish}
   */
  void make(List<Change> changes) throws IOException {
    List<JournalRecord> records = new ArrayList<>();
    boolean written = false;
    try {
      append(changes, records);
      if (sync.durable()) {
        sharedSync.pass(() -> sync.file(file));
      }
      written = true;
    } finally {
      if (!written) {
        // Nothing was changed yet, and must not be changed by the next start.
        close(records);
      }
    }
    for (JournalRecord record : records) {
      unmade.put(record.share(), record);
    }
    for (JournalRecord record : records) {
      apply(record);
    }
  }

  /**
   * Tries again to make a change of this share that failed half-way, for example on a full disk.
   *
   * @throws IOException if it still fails; nothing else may then be done with the share
   */
  void finish(String share) throws IOException {
    if (unmade.isEmpty()) {
      return;
    }
    // Readers may come here at once; only one of them makes the change.
    synchronized (this) {
      JournalRecord record = unmade.get(share);
      if (record != null) {
        apply(record);
      }
    }
  }

  /** Returns when no record of a change that is made can come back after a power failure. */
  void settle() throws IOException {
    if (unsyncedMarks && sync.durable()) {
      unsyncedMarks = false;
      try {
        sharedSync.pass(() -> sync.file(file));
      } catch (IOException e) {
        unsyncedMarks = true;
        throw e;
      }
    }
  }

  private synchronized void append(List<Change> changes, List<JournalRecord> records)
      throws IOException {
    for (Change change : changes) {
      JournalRecord record =
          JournalRecord.write(file, end, generation, change.share(), change.staged());
      end = record.end();
      open++;
      records.add(record);
    }
  }

  private void apply(JournalRecord record) throws IOException {
    record.apply(file, shares.resolve(record.share()), sync);
    unmade.remove(record.share(), record);
    close(List.of(record));
  }

  private synchronized void close(List<JournalRecord> records) throws IOException {
    open -= records.size();
    unsyncedMarks = true;
    if (open == 0) {
      file.truncateTo(0);
      end = 0;
      generation++;
      return;
    }
    for (JournalRecord record : records) {
      record.markDone(file);
    }
  }

  @Override
  public void close() throws IOException {
    settle();
    file.close();
  }

  /**
   * What shall happen to one file.
   *
   * @param share path below the directory of all shares
   * @param staged the changes
   */
  record Change(String share, StagedFile staged) {}
}
