package org.truckee.storage.disk;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A sync that many threads want at once. One of them makes it for all who came before it began; who
 * comes later waits for the next one, which again is made once.
 */
final class SharedSync {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private long asked;
  private long covered;
  private boolean running;

  /** Returns when {@code sync} has run, by whomever, from start to end after this call. */
  void pass(Sync sync) throws IOException {
    lock.lock();
    try {
      long mine = ++asked;
      while (covered < mine) {
        if (running) {
          ended.awaitUninterruptibly();
        } else {
          lead(sync);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void lead(Sync sync) throws IOException {
    long covers = asked;
    running = true;
    lock.unlock();
    boolean done = false;
    try {
      sync.run();
      done = true;
    } finally {
      lock.lock();
      running = false;
      if (done) {
        covered = Math.max(covered, covers);
      }
      ended.signalAll();
    }
  }

  /** Makes something durable. */
  @FunctionalInterface
  interface Sync {
    void run() throws IOException;
  }
}
