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
  private Round next = new Round();
  private boolean running;

  /** A sync and how it ended; all who asked for it before it began have it in common. */
  private static final class Round {
    private boolean over;
    private IOException failure;
  }

  /** Returns when {@code sync} has run, by whomever, from start to end after this call. */
  void pass(Sync sync) throws IOException {
    lock.lock();
    try {
      Round mine = next;
      while (!mine.over) {
        if (running) {
          ended.awaitUninterruptibly();
        } else {
          lead(sync);
        }
      }
      if (mine.failure != null) {
        throw new IOException(mine.failure.getMessage(), mine.failure);
      }
    } finally {
      lock.unlock();
    }
  }

  private void lead(Sync sync) throws IOException {
    Round round = next;
    next = new Round();
    running = true;
    lock.unlock();
    round.failure = new IOException("the sync did not end");
    try {
      sync.run();
      round.failure = null;
    } catch (IOException e) {
      round.failure = e;
      throw e;
    } finally {
      lock.lock();
      running = false;
      round.over = true;
      ended.signalAll();
    }
  }

  /** Makes something durable. */
  @FunctionalInterface
  interface Sync {
    void run() throws IOException;
  }
}
