package org.truckee.sftp;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The virtual threads of a server, which end with it. */
final class Tasks {
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition fewer = lock.newCondition();
  private int count;
  private boolean ended;

  /**
   * Runs something.
   *
   * @throws RejectedExecutionException if nothing is begun any more
   */
  void start(Runnable task) {
    lock.lock();
    try {
      if (ended) {
        throw new RejectedExecutionException("the SFTP server has ended");
      }
      count++;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("sftp").start(() -> run(task));
  }

  private void run(Runnable task) {
    running.add(Thread.currentThread());
    if (hasEnded()) {
      Thread.currentThread().interrupt();
    }
    try {
      task.run();
    } finally {
      running.remove(Thread.currentThread());
      lock.lock();
      try {
        count--;
        fewer.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Waits until no more run than those that never end by themselves.
   *
   * @return whether that was so within the limit
   */
  boolean awaitOnly(int endless, Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (count > endless && left > 0) {
        left = fewer.awaitNanos(left);
      }
      return count <= endless;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Begins no more, and interrupts those that run. */
  void end() {
    lock.lock();
    try {
      ended = true;
    } finally {
      lock.unlock();
    }
    running.forEach(Thread::interrupt);
  }
}
