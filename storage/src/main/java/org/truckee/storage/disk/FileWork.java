package org.truckee.storage.disk;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
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
 * platform threads and wait; a call that comes on a platform thread does it there. The way to
 * another thread and back costs more than a read of what the system has in memory, though: so brief
 * work is done at once while half of the carriers are free of any.
 *
 * <p>A call that comes from such work goes on where it is, so that none waits for another thread of
 * the pool. When the server stops, work that has begun is waited for, and no other begins.
 */
final class FileWork implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileWork.class);

  /** How many reads can wait for the disk, and how many requests can share a group commit. */
  private static final int THREADS = 64;

  /** The JDK's name for how many carriers there are, if not one for each core. */
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  private final ThreadPoolExecutor pool;

  /** How many carriers may be held. */
  private final Semaphore carriers;

  /** The virtual threads that hold one. */
  private final Set<Thread> holders = ConcurrentHashMap.newKeySet();

  private int running;
  private boolean closed;

  FileWork() {
    this(Integer.getInteger(PARALLELISM, Runtime.getRuntime().availableProcessors()) / 2);
  }

  /**
   * Holds no more carriers than these.
   *
   * @param carriers if there are none, all work of virtual threads is handed over
   */
  FileWork(int carriers) {
    this.carriers = new Semaphore(carriers);
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            0,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new Handover(),
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("files-" + number.incrementAndGet())
                    .unstarted(task),
            FileWork::queue);
  }

  /** All threads are at work. */
  private static void queue(Runnable task, ThreadPoolExecutor pool) {
    if (pool.isShutdown()) {
      throw new RejectedExecutionException("the storage server is stopping");
    }
    pool.getQueue().add(task);
  }

  /**
   * Takes a task only if a thread waits for one; then the pool starts a thread, and only if it has
   * all it may have the task waits. A pool with an ordinary queue starts a thread for each of its
   * first tasks although others are idle.
   */
  private static final class Handover extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }

    @Override
    public boolean add(Runnable task) {
      return super.offer(task);
    }
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
      return mayStay() ? work.run() : handedOver(work).await();
    } finally {
      leave();
    }
  }

  /**
   * Does work of a few system calls none of which is a sync. An interrupt of the caller interrupts
   * it.
   *
   * @throws StorageException if the server stops
   */
  <T> T callBriefly(Work<T> work) throws IOException, InterruptedException {
    enter();
    try {
      if (mayStay()) {
        return work.run();
      }
      if (!hold()) {
        return handedOver(work).await();
      }
      try {
        return work.run();
      } finally {
        letGo();
      }
    } finally {
      leave();
    }
  }

  /**
   * Does brief work for a caller that cannot be interrupted.
   *
   * @throws StorageException if the server stops
   */
  <T> T callUninterruptibly(UninterruptibleWork<T> work) throws IOException {
    enter();
    try {
      if (mayStay()) {
        return work.run();
      }
      if (!hold()) {
        return handedOver(work::run).awaitUninterruptibly();
      }
      try {
        return work.run();
      } finally {
        letGo();
      }
    } finally {
      leave();
    }
  }

  /**
   * Does work with a sync for a caller that cannot be interrupted.
   *
   * @throws StorageException if the server stops
   */
  <T> T callLongUninterruptibly(UninterruptibleWork<T> work) throws IOException {
    enter();
    try {
      return mayStay() ? work.run() : handedOver(work::run).awaitUninterruptibly();
    } finally {
      leave();
    }
  }

  /** Some work on files that never waits. */
  @FunctionalInterface
  interface UninterruptibleWork<T> {
    T run() throws IOException;
  }

  private boolean mayStay() {
    return !Thread.currentThread().isVirtual() || holders.contains(Thread.currentThread());
  }

  /** Whether this thread may hold its carrier; an interrupt closes channels that are in use. */
  private boolean hold() {
    return !Thread.currentThread().isInterrupted()
        && carriers.tryAcquire()
        && holders.add(Thread.currentThread());
  }

  private void letGo() {
    holders.remove(Thread.currentThread());
    carriers.release();
  }

  private <T> Job<T> handedOver(Work<T> work) {
    Job<T> job = new Job<>(work);
    pool.execute(job);
    return job;
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
