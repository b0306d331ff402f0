package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.truckee.storage.disk.ArrivalRecord.Event;

/**
 * One file of the journal of arrivals. Records are appended until it is large or old, or until an
 * error of the disk leaves it in doubt what is in it.
 *
 * <p>The journal's lock guards everything but {@link #sync}, which many threads do at once.
 */
final class ArrivalGeneration {
  /** A generation of this many bytes gets no more records; so much is read again at a start. */
  private static final long LARGE = 16 << 20;

  /** The same for shares: each takes some memory. */
  private static final int MANY = 16_384;

  private final ShareFile file;
  private final StorageDirectory directory;
  private final DiskSync sync;
  private final Instant begun;
  private final boolean watched;
  private final long mark = ThreadLocalRandom.current().nextLong();
  private final SharedSync sharedSync = new SharedSync();
  private final Map<ShareName, Last> last = new HashMap<>();
  private long end;
  private int users;
  private volatile boolean failed;
  private volatile boolean named;
  private volatile boolean over;

  private ArrivalGeneration(
      ShareFile file, StorageDirectory directory, DiskSync sync, Instant begun, boolean watched) {
    this.file = file;
    this.directory = directory;
    this.sync = sync;
    this.begun = begun;
    this.watched = watched;
  }

  /**
   * Begins an empty one.
   *
   * @param watched whether a {@link WholeSync} notices from now on what is lost
   */
  static ArrivalGeneration begin(
      StorageDirectory directory, DiskSync sync, long number, Instant now, boolean watched)
      throws IOException {
    return new ArrivalGeneration(directory.createArrivals(number), directory, sync, now, watched);
  }

  /** What the last record of a share says, and where it is. */
  private record Last(Class<? extends Event> event, long position) {}

  Instant begun() {
    return begun;
  }

  boolean canBeSyncedWhole() {
    return watched;
  }

  boolean isFull() {
    return end >= LARGE || last.size() >= MANY;
  }

  /** Whether nothing can be appended any more, because the disk has failed. */
  boolean hasFailed() {
    return failed;
  }

  /** Somebody begins, or ends, to do what is to be done before the generation ends. */
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

  /** Whether the share has come, is not gone since, and may be durable only here. */
  boolean keeps(ShareName name) {
    return !over && mentions(name) && last.get(name).event == ArrivalRecord.Came.class;
  }

  /** Whether it says for certain that the share gave its place to another. */
  boolean hasMadeWay(ShareName name) {
    return !failed && mentions(name) && last.get(name).event == ArrivalRecord.MadeWay.class;
  }

  /** Appends records, which {@link #sync} makes durable. */
  void append(List<? extends Event> events) throws IOException {
    List<ByteBuffer> parts = new ArrayList<>();
    long position = end;
    for (Event event : events) {
      // Noted before it is written: the disk may keep a record and yet report an error.
      last.put(event.name(), new Last(event.getClass(), position));
      for (ByteBuffer part : ArrivalRecord.parts(mark, event)) {
        parts.add(part);
        position += part.remaining();
      }
    }
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
  }

  /** What has come as this share; empty if it is gone since. */
  Optional<ByteBuffer> container(ShareName name) throws IOException {
    if (!keeps(name)) {
      return Optional.empty();
    }
    ArrivalRecord record = ArrivalRecord.read(file, last.get(name).position).orElse(null);
    if (record != null && record.event() instanceof ArrivalRecord.Came came) {
      return Optional.of(came.container());
    }
    throw new IOException("the journal of new shares cannot be read");
  }

  /** Returns when all records that were appended before are durable. */
  void sync() throws IOException {
    sharedSync.pass(this::force);
  }

  private void force() throws IOException {
    if (failed) {
      // A system reports what it lost once; a second attempt would seem to succeed.
      throw new IOException("the journal of new shares could not be written");
    }
    boolean forced = false;
    try {
      sync.file(file);
      if (!named) {
        sync.directory(directory.incoming());
        named = true;
      }
      forced = true;
    } finally {
      if (!forced) {
        failed = true;
      }
    }
  }

  /** Ends it for good, when all its shares are durable by themselves. */
  void delete() throws IOException {
    over = true;
    file.close();
    Files.deleteIfExists(file.path());
    // Otherwise it could come back, when newer ones that say more are gone.
    sync.directory(directory.incoming());
  }
}
