package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A disk that can be told to fill up and to fail, in the words of the operating system. */
final class FailingDisk implements DiskWatch {
  private Predicate<Path> unwritable = path -> false;
  private Consumer<Path> atSyncOf = path -> {};
  private final AtomicInteger failures = new AtomicInteger();
  private long room = Long.MAX_VALUE;
  private Predicate<Path> broken = path -> false;
  private Runnable atWrite = () -> {};
  private Runnable atSync = () -> {};

  /** From now on so many bytes can be written. */
  synchronized void hasRoomFor(long bytes) {
    room = bytes;
  }

  /** From now on nothing can be made durable that {@code path} is true of. */
  synchronized void failsToSync(Predicate<Path> path) {
    broken = path;
  }

  /** From now on nothing can be written to a file that {@code path} is true of. */
  synchronized void failsToWrite(Predicate<Path> path) {
    unwritable = path;
  }

  /** Does something when a file or a directory is synced, before it is. */
  synchronized void whileSyncing(Consumer<Path> action) {
    atSyncOf = action;
  }

  /** Does something in the middle of every write. */
  void whileWriting(Runnable action) {
    atWrite = action;
  }

  /** Does something in the middle of every sync. */
  void whileSyncing(Runnable action) {
    atSync = action;
  }

  /** How many writes and syncs have failed. */
  int failures() {
    return failures.get();
  }

  @Override
  public synchronized void writing(Path file, long bytes) throws IOException {
    atWrite.run();
    if (unwritable.test(file)) {
      failures.incrementAndGet();
      throw new IOException("Input/output error");
    }
    if (bytes > room) {
      failures.incrementAndGet();
      throw new IOException("No space left on device");
    }
    room -= bytes;
  }

  @Override
  public synchronized void syncing(Path path) throws IOException {
    atSync.run();
    atSyncOf.accept(path);
    if (broken.test(path)) {
      failures.incrementAndGet();
      throw new IOException("Input/output error");
    }
  }
}
