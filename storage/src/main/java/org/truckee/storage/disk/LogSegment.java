package org.truckee.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.storage.disk.LogRecord.Kind;

/**
 * One file of the write-ahead log. Records are appended until it is large or old, or until an error
 * of the disk leaves it in doubt what is in it: after that it is never synced again.
 *
 * <p>The log's lock guards everything but {@link #sync} and {@link #markDone}, which many threads
 * do at once.
 */
final class LogSegment implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(LogSegment.class);

  /** A segment of so many bytes gets no more records; all of it is read at a start. */
  private static final long LARGE = 16 << 20;

  /** A segment with so many shares is full, too: each takes some memory. */
  private static final int MANY = 16_384;

  private final ShareFile file;
  private final StorageDirectory directory;
  private final DiskSync sync;
  private final long begun;
  private final boolean watched;
  private final long mark;
  private final long losses;
  private final GroupCommit groupCommit = new GroupCommit();
  private final Map<ShareName, LogRecord> last = new HashMap<>();
  private long end;
  private int users;
  private volatile boolean unsyncedMarks;
  private volatile boolean failed;
  private volatile boolean damaged;
  private volatile boolean named;
  private volatile boolean over;

  private LogSegment(
      ShareFile file,
      StorageDirectory directory,
      DiskSync sync,
      long mark,
      long begun,
      boolean watched) {
    this.file = file;
    this.directory = directory;
    this.sync = sync;
    this.mark = mark;
    this.begun = begun;
    this.watched = watched;
    this.losses = directory.losses();
  }

  /**
   * Begins an empty segment.
   *
   * @param now on the monotonic clock
   * @param watched whether a {@link WholeSync} notices from now on what is lost
   */
  static LogSegment begin(
      StorageDirectory directory, DiskSync sync, long number, long now, boolean watched)
      throws IOException {
    long mark = ThreadLocalRandom.current().nextLong();
    return new LogSegment(directory.createSegment(number), directory, sync, mark, now, watched);
  }

  /**
   * Opens a segment that a server left behind. Nothing is appended to it.
   *
   * @param records gets its whole records, in their order
   */
  static LogSegment recover(
      StorageDirectory directory, DiskSync sync, Path path, List<LogRecord> records)
      throws IOException {
    ShareFile file = directory.openForChanging(path);
    LogSegment segment = new LogSegment(file, directory, sync, 0, 0, false);
    segment.failed = true;
    segment.named = true;
    try {
      Optional<LogRecord> record = LogRecord.read(file, 0);
      long mark = record.map(LogRecord::mark).orElse(0L);
      while (record.isPresent() && record.get().mark() == mark) {
        records.add(record.get());
        segment.last.put(record.get().name(), record.get());
        segment.end = record.get().end();
        record = LogRecord.read(file, segment.end);
      }
    } catch (IOException e) {
      segment.damaged = true;
      log.error(
          "{} cannot be read behind its byte {}; what was in it only is lost: {}",
          path,
          segment.end,
          e.toString());
    }
    return segment;
  }

  /** When it was begun, on the monotonic clock. */
  long begun() {
    return begun;
  }

  ShareFile file() {
    return file;
  }

  boolean canBeSyncedWhole() {
    return watched;
  }

  boolean isFull() {
    return end >= LARGE || last.size() >= MANY;
  }

  /** Whether nothing can be appended any more, because the disk has failed. */
  boolean hasFailed() {
    return failed || losses != directory.losses();
  }

  /** Whether marks of changes that were made may be missing after a power failure. */
  boolean hasUnsyncedMarks() {
    return unsyncedMarks;
  }

  /** Counts the calls that the segment has to wait for before it can be ended. */
  void changeUsers(int difference) {
    users += difference;
  }

  boolean isInUse() {
    return users > 0;
  }

  /** The shares that it has records of. */
  List<ShareName> shares() {
    return List.copyOf(last.keySet());
  }

  boolean mentions(ShareName name) {
    return last.containsKey(name);
  }

  /** What the last record of a share says. */
  Optional<Kind> kind(ShareName name) {
    return Optional.ofNullable(last.get(name)).map(LogRecord::kind);
  }

  /** Whether the share came with this segment, is still there, and may be durable only here. */
  boolean keeps(ShareName name) {
    return !over && kind(name).equals(Optional.of(Kind.INSERTED));
  }

  /** Whether a record of the share could take the place of one that comes on another way. */
  boolean standsInTheWay(ShareName name) {
    return switch (kind(name).orElse(Kind.SUPERSEDED)) {
      case INSERTED, DELETED -> true;
      case SUPERSEDED, EDITED -> hasFailed();
    };
  }

  /** Appends records, which {@link #sync} makes durable. */
  List<LogRecord> append(List<? extends LogEntry> entries) throws IOException {
    List<ByteBuffer> parts = new ArrayList<>();
    List<LogRecord> records = new ArrayList<>();
    long position = end;
    for (LogEntry entry : entries) {
      LogRecord.Written written = LogRecord.write(position, mark, entry);
      records.add(written.record());
      parts.addAll(written.parts());
      position = written.record().end();
    }
    // Noted before they are written: the disk may keep a record and yet report an error.
    records.forEach(record -> last.put(record.name(), record));
    boolean written = false;
    try {
      file.write(end, parts.toArray(ByteBuffer[]::new));
      end = position;
      written = true;
    } finally {
      if (!written) {
        failed = true;
      }
    }
    return records;
  }

  /** The container with which the share came; empty if it is gone since. */
  Optional<ByteBuffer> container(ShareName name) throws IOException {
    return keeps(name) ? Optional.of(last.get(name).container(file)) : Optional.empty();
  }

  /** Marks a change as made, if the disk takes the mark; {@link #sync} makes it durable. */
  void markDone(LogRecord record) {
    try {
      record.markDone(file);
      unsyncedMarks = true;
    } catch (IOException e) {
      failed = true;
      log.warn("the write-ahead log could not be written: {}", e.toString());
    }
  }

  /** Returns when all records and marks that were written before are durable. */
  void sync() throws IOException {
    groupCommit.pass(this::force);
  }

  private void force() throws IOException {
    if (hasFailed()) {
      // A system reports a loss once; a second attempt would seem to succeed.
      throw new IOException("the write-ahead log could not be written");
    }
    boolean forced = false;
    try {
      unsyncedMarks = false;
      sync.file(file);
      if (!named) {
        sync.directory(directory.incoming());
        named = true;
      }
      forced = true;
    } finally {
      if (!forced) {
        unsyncedMarks = true;
        failed = true;
      }
    }
  }

  /** Deletes the segment, when all its shares are durable by themselves. */
  void delete() throws IOException {
    over = true;
    file.close();
    if (damaged) {
      directory.quarantine().setAside(file.path(), "log", "it could not be read to its end");
    }
    Files.deleteIfExists(file.path());
    // Otherwise it could come back after a power failure, when newer segments are gone.
    sync.directory(directory.incoming());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
