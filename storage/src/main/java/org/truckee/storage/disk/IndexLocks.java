package org.truckee.storage.disk;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.truckee.crypto.StorageIndex;

/**
 * One lock for each storage index in use: shared by those who look at its containers, held alone by
 * those who change them or decide which shares there are. A holder of a lock may learn what there
 * is, so that its {@link FreshShares} can not be taken back any more.
 */
final class IndexLocks {
  private final ConcurrentHashMap<StorageIndex, Entry> entries = new ConcurrentHashMap<>();
  private final FreshShares fresh;

  IndexLocks(FreshShares fresh) {
    this.fresh = fresh;
  }

  /** Waits until nobody changes the index. */
  Held shared(StorageIndex index) throws InterruptedException {
    return noticed(hold(index, enter(index), false));
  }

  /** Waits until nobody else uses the index. */
  Held alone(StorageIndex index) throws InterruptedException {
    return noticed(hold(index, enter(index), true));
  }

  /** Like {@link #alone}, for a holder that tells no client what there is. */
  Held aloneUnnoticed(StorageIndex index) throws InterruptedException {
    return hold(index, enter(index), true);
  }

  /** Like {@link #alone}, for work that must be done whatever happens to the thread. */
  Held aloneUninterruptibly(StorageIndex index) {
    Lock lock = enter(index).lock.writeLock();
    lock.lock();
    return noticed(new Held(this, index, lock));
  }

  /** Like {@link #shared}, for calls that cannot be interrupted. */
  Held sharedUninterruptibly(StorageIndex index) {
    Lock lock = enter(index).lock.readLock();
    lock.lock();
    return noticed(new Held(this, index, lock));
  }

  private Held noticed(Held held) {
    fresh.forget(held.index());
    return held;
  }

  private Held hold(StorageIndex index, Entry entry, boolean alone) throws InterruptedException {
    Lock lock = alone ? entry.lock.writeLock() : entry.lock.readLock();
    boolean locked = false;
    try {
      lock.lockInterruptibly();
      locked = true;
    } finally {
      if (!locked) {
        leave(index);
      }
    }
    return new Held(this, index, lock);
  }

  private Entry enter(StorageIndex index) {
    return entries.compute(
        index,
        (key, present) -> {
          Entry entry = present == null ? new Entry() : present;
          entry.visitors++;
          return entry;
        });
  }

  private void leave(StorageIndex index) {
    entries.computeIfPresent(index, (key, entry) -> --entry.visitors == 0 ? null : entry);
  }

  /** {@code visitors} changes only inside the map. */
  private static final class Entry {
    final ReadWriteLock lock = new ReentrantReadWriteLock();
    int visitors;
  }

  /** A lock that is held until it is closed. */
  record Held(IndexLocks locks, StorageIndex index, Lock lock) implements AutoCloseable {
    @Override
    public void close() {
      lock.unlock();
      locks.leave(index);
    }
  }
}
