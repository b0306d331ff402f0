package org.truckee.storage.disk;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.storage.StorageException;

/**
 * Where calls do their work on files. A virtual thread holds its carrier, of which there are as
 * many as cores, during a positional read or write, an open, a rename: two cold reads would stall
 * everything else in the process. So virtual threads hand their work to a bounded number of
 * platform threads and wait; a call that comes on a platform thread does it there.
 *
 * <p>A call that comes from such work goes on where it is, so that none waits for another thread of
 * the pool. When the server stops, work that has begun is waited for, and no other begins.
 */
final class FileWork implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileWork.class);

  /** How many reads can wait for the disk, and how many requests can share a group commit. */
  private static final int THREADS = 64;

  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  private final ThreadPoolExecutor pool;
  private int running;
  private boolean closed;

  FileWork() {
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("files-" + number.incrementAndGet())
                    .unstarted(task));
    pool.allowCoreThreadTimeOut(true);
  }

  /** Some work on files. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Does the work. An interrupt of the caller interrupts it; when this returns or fails the work
   * has ended in any case, and touches nothing of the caller's any more.
   *
   * @throws StorageException if the server stops
   */
  <T> T call(Work<T> work) throws IOException, InterruptedException {
    enter();
    try {
      if (!Thread.currentThread().isVirtual()) {
        return work.run();
      }
      Job<T> job = new Job<>(work);
      pool.execute(job);
      return job.await();
    } finally {
      leave();
    }
  }

  /**
   * Does work for a caller that cannot be interrupted.
   *
   * @throws StorageException if the server stops
   */
  <T> T callUninterruptibly(UninterruptibleWork<T> work) throws IOException {
    enter();
    try {
      if (!Thread.currentThread().isVirtual()) {
        return work.run();
      }
      Job<T> job = new Job<>(work::run);
      pool.execute(job);
      return job.awaitUninterruptibly();
    } finally {
      leave();
    }
  }

  /** Some work on files that never waits. */
  @FunctionalInterface
  interface UninterruptibleWork<T> {
    T run() throws IOException;
  }

  private synchronized void enter() throws StorageException {
    if (closed) {
      throw new StorageException("the storage server is stopping");
    }
    running++;
  }

  private synchronized void leave() {
    running--;
    notifyAll();
  }

  /** Lets nothing begin any more, and waits until all that has begun has ended. */
  void drain() throws InterruptedException {
    long end = System.nanoTime() + LONGEST_STOP.toNanos();
    synchronized (this) {
      closed = true;
      while (running > 0) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          log.warn("the storage server stops although {} calls have not ended", running);
          return;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }

  /** Work that one thread does and another waits for. */
  private static final class Job<T> implements Runnable {
    private final Work<T> work;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Thread worker;
    private boolean interrupted;
    private T result;
    private Throwable failure;

    Job(Work<T> work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        begin();
        result = work.run();
      } catch (Throwable e) {
        failure = e;
      } finally {
        end();
        ended.countDown();
      }
    }

    private synchronized void begin() throws InterruptedException {
      if (interrupted) {
        throw new InterruptedException();
      }
      worker = Thread.currentThread();
    }

    /** From here on nothing interrupts the worker. */
    private synchronized void end() {
      worker = null;
      Thread.interrupted();
    }

    private synchronized void interrupt() {
      interrupted = true;
      if (worker != null) {
        worker.interrupt();
      }
    }

    T await() throws IOException, InterruptedException {
      boolean met = false;
      while (true) {
        try {
          ended.await();
          break;
        } catch (InterruptedException e) {
          met = true;
          interrupt();
        }
      }
      if (met && !(failure instanceof InterruptedException)) {
        // The work has ended all the same.
        Thread.currentThread().interrupt();
      }
      if (failure instanceof InterruptedException e) {
        throw e;
      }
      return outcome();
    }

    T awaitUninterruptibly() throws IOException {
      boolean met = false;
      while (true) {
        try {
          ended.await();
          break;
        } catch (InterruptedException e) {
          met = true;
        }
      }
      if (met) {
        Thread.currentThread().interrupt();
      }
      return outcome();
    }

    private T outcome() throws IOException {
      return switch (failure) {
        case null -> result;
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(failure);
      };
    }
  }
}
