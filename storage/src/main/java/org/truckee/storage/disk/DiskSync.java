package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Everything that is done so that bytes and names survive a power failure; nothing, if the server
 * is not durable. Syncs of one directory by many threads are shared.
 */
final class DiskSync {
  private final boolean durable;
  private final DiskWatch watch;
  private final ConcurrentHashMap<Path, Gate> gates = new ConcurrentHashMap<>();
  private final AtomicLong performed = new AtomicLong();

  DiskSync(boolean durable) {
    this(durable, DiskWatch.NONE);
  }

  DiskSync(boolean durable, DiskWatch watch) {
    this.durable = durable;
    this.watch = watch;
  }

  /** Whether syncs are made at all. */
  boolean durable() {
    return durable;
  }

  /** How many syncs were really made. */
  long performed() {
    return performed.get();
  }

  /** Returns when the content of the file is durable. */
  void file(ShareFile file) throws IOException {
    if (durable) {
      performed.incrementAndGet();
      watch.syncing(file.path());
      file.force();
    }
  }

  /** Returns when all names that were given or taken in the directory before are durable. */
  void directory(Path directory) throws IOException {
    if (!durable) {
      return;
    }
    Gate gate =
        gates.compute(
            directory,
            (path, present) -> {
              Gate entered = present == null ? new Gate() : present;
              entered.visitors++;
              return entered;
            });
    try {
      gate.sync.pass(() -> force(directory));
    } finally {
      gates.compute(directory, (path, present) -> --gate.visitors == 0 ? null : present);
    }
  }

  private void force(Path directory) throws IOException {
    watch.syncing(directory);
    boolean interrupted = false;
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          performed.incrementAndGet();
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted = true;
          Thread.interrupted();
        } catch (AccessDeniedException e) {
          // Some systems cannot open a directory; there a rename is durable as it is.
          return;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The shared sync of one directory; {@code visitors} changes only inside the map. */
  private static final class Gate {
    final GroupCommit sync = new GroupCommit();
    int visitors;
  }
}
