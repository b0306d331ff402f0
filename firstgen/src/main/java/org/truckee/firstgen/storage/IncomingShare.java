package org.truckee.firstgen.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.truckee.firstgen.uri.OldStorageIndex;

/**
 * A share that is on its way to the disk ({@code spec/12 §9.2}). Bytes land where they belong,
 * whatever their order; the programs of August 2007 put them behind what they had.
 */
public final class IncomingShare {
  private final DiskShares store;
  private final ShareFile file;
  private final OldStorageIndex index;
  private final int number;
  private final int size;
  private final boolean discard;
  private final ReentrantLock lock = new ReentrantLock();
  private Runnable whenEnded = () -> {};
  private boolean ended;

  IncomingShare(
      DiskShares store,
      ShareFile file,
      OldStorageIndex index,
      int number,
      int size,
      boolean discard) {
    this.store = store;
    this.file = file;
    this.index = index;
    this.number = number;
    this.size = size;
    this.discard = discard;
  }

  OldStorageIndex index() {
    return index;
  }

  int number() {
    return number;
  }

  /** How many bytes were asked for. */
  int size() {
    return size;
  }

  /** Says what is done when it is complete or given up; before anything else is. */
  void whenEnded(Runnable action) {
    lock.lock();
    try {
      whenEnded = action;
      if (ended) {
        action.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes bytes.
   *
   * @throws IllegalArgumentException if they are not within what was asked for, or come too late
   */
  public void write(int offset, byte[] data) throws IOException {
    lock.lock();
    try {
      if (ended || offset < 0 || offset > size || data.length > size - offset) {
        throw new IllegalArgumentException("precondition");
      }
      if (!discard) {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
          ShareFile.writeFully(channel, ByteBuffer.wrap(data), file.data() + (long) offset);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The share is complete.
   *
   * @throws IllegalArgumentException if it was already
   */
  public void close() throws IOException {
    lock.lock();
    try {
      if (ended) {
        throw new IllegalArgumentException("precondition");
      }
      try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      ended = true;
      whenEnded.run();
      store.finished(this, file);
    } finally {
      lock.unlock();
    }
  }

  /** The share will not come; no effect if it has. */
  public void abandon() throws IOException {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        whenEnded.run();
        store.abandoned(this, file);
      }
    } finally {
      lock.unlock();
    }
  }
}
