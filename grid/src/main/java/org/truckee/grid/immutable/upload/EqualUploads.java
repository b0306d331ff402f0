package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.truckee.crypto.StorageIndex;

/**
 * The uploads that are going on in this process. An upload waits while there is another of the same
 * storage index, since servers would refuse it the shares that the other is writing. If both turn
 * out to be of the same contents it takes the other's result; else, or if the other failed, it runs
 * itself. Thread-safe.
 */
final class EqualUploads {
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<StorageIndex, Ongoing> ongoing = new HashMap<>();

  /** {@code patience} is how long an upload waits for another that shows no progress. */
  EqualUploads(Duration patience) {
    this.patience = patience;
  }

  /** An upload, which says when it makes progress. */
  @FunctionalInterface
  interface Upload {
    PushedFile run(Runnable progress) throws IOException, InterruptedException;
  }

  private final class Ongoing {
    private final UploadPlan plan;
    private final Condition ended = lock.newCondition();
    private volatile long lastProgress = System.nanoTime();
    private boolean hasEnded;
    private Optional<PushedFile> result = Optional.empty();

    Ongoing(UploadPlan plan) {
      this.plan = plan;
    }

    void progress() {
      lastProgress = System.nanoTime();
    }

    /** Waits for the end; false if there was no progress for too long. The lock is held. */
    boolean await() throws InterruptedException {
      while (!hasEnded) {
        long left = lastProgress + patience.toNanos() - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        ended.await(left, TimeUnit.NANOSECONDS);
      }
      return true;
    }

    /** The result, if another upload would have the same one. */
    Optional<PushedFile> resultFor(UploadPlan other) {
      boolean isSame =
          plan.purpose() == UploadPlan.Purpose.CONVERGENT_FILE
              && other.purpose() == UploadPlan.Purpose.CONVERGENT_FILE
              && plan.geometry().equals(other.geometry())
              && plan.total() == other.total()
              && plan.happy() >= other.happy();
      return isSame ? result : Optional.empty();
    }
  }

  /**
   * Runs an upload when no other of its index is under way, or takes the result of the other.
   *
   * @throws IOException what the upload throws
   */
  PushedFile join(UploadPlan plan, Upload upload) throws IOException, InterruptedException {
    Ongoing own = new Ongoing(plan);
    Optional<PushedFile> result = enter(own);
    if (result.isPresent()) {
      return result.get();
    }
    Optional<PushedFile> pushed = Optional.empty();
    try {
      pushed = Optional.of(upload.run(own::progress));
      return pushed.get();
    } finally {
      leave(own, pushed);
    }
  }

  /** Waits for its turn; not for ever, because another upload may be stuck. */
  private Optional<PushedFile> enter(Ongoing own) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Ongoing other = ongoing.get(own.plan.index());
      while (other != null && other.await()) {
        Optional<PushedFile> result = other.resultFor(own.plan);
        if (result.isPresent()) {
          return result;
        }
        other = ongoing.get(own.plan.index());
      }
      ongoing.putIfAbsent(own.plan.index(), own);
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void leave(Ongoing own, Optional<PushedFile> result) {
    lock.lock();
    try {
      own.hasEnded = true;
      own.result = result;
      own.ended.signalAll();
      ongoing.remove(own.plan.index(), own);
    } finally {
      lock.unlock();
    }
  }
}
