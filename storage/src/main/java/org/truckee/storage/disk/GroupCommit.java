package org.truckee.storage.disk;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A sync that many threads want at once. One of them makes it for all that came before it began; a
 * thread that comes later waits for the next sync, which again is made once.
 *
 * <p>If it fails it has failed for all of them: a system may tell of a failure only once, so that
 * another attempt could seem to succeed.
 */
final class GroupCommit {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private long asked;
  private long covered;
  private long failed;
  private IOException failure;
  private boolean running;

  /** Returns when {@code sync} has run, by whomever, from start to end after this call. */
  void pass(Sync sync) throws IOException {
    lock.lock();
    try {
      long mine = ++asked;
      while (covered < mine) {
        if (failed >= mine) {
          throw new IOException(failure.getMessage(), failure);
        }
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
    IOException met = new IOException("the sync did not end");
    try {
      sync.run();
      met = null;
    } catch (IOException e) {
      met = e;
      throw e;
    } finally {
      lock.lock();
      running = false;
      if (met == null) {
        covered = covers;
      } else {
        failed = covers;
        failure = met;
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
