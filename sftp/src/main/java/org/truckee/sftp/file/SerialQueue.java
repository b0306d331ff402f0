package org.truckee.sftp.file;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs what it is given one after the other, in that order, on virtual threads. */
final class SerialQueue {
  private final Consumer<Runnable> threads;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  /** With what starts a thread. */
  SerialQueue(Consumer<Runnable> threads) {
    this.threads = threads;
  }

  /** Runs a task after all that came before it. */
  synchronized void submit(Runnable task) {
    waiting.add(task);
    if (!running) {
      running = true;
      threads.accept(this::run);
    }
  }

  /**
   * Waits until all is done that has come so far.
   *
   * @return whether it was, within the limit
   */
  boolean await(Duration limit) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    synchronized (this) {
      if (!running) {
        return true;
      }
      waiting.add(done::countDown);
    }
    return done.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void run() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        abandon();
        throw e;
      }
    }
  }

  private synchronized Runnable next() {
    Runnable task = waiting.poll();
    running = task != null;
    return task;
  }

  /** Goes on with the rest in another thread. */
  private synchronized void abandon() {
    running = !waiting.isEmpty();
    if (running) {
      threads.accept(this::run);
    }
  }
}
