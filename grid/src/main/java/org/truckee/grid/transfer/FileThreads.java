package org.truckee.grid.transfer;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which a grid reads and writes files of its own. A virtual thread holds its
 * carrier, of which there are as many as cores, until the disk has answered: two of them could
 * stall everybody else in the process. So virtual threads hand such work over and wait; a call that
 * comes on a platform thread does it there.
 */
public final class FileThreads implements AutoCloseable {
  /** How many may wait for a disk at once. */
  private static final int THREADS = 16;

  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor pool;

  /** None of the threads is there before it is needed. */
  public FileThreads() {
    AtomicInteger number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("grid-files-" + number.incrementAndGet())
                    .unstarted(task));
    pool.allowCoreThreadTimeOut(true);
  }

  /** Some work on files. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /**
   * Does the work and returns when it has ended in any case, so that what it used can be used
   * again. An interrupt, which would close the file, does not reach it; the caller stays
   * interrupted.
   */
  public <T> T call(Work<T> work) throws IOException {
    if (!Thread.currentThread().isVirtual()) {
      return work.run();
    }
    FutureTask<T> task = new FutureTask<>(work::run);
    try {
      pool.execute(task);
    } catch (RejectedExecutionException e) {
      // After the end of the grid: what is open still has to be closed.
      return work.run();
    }
    return await(task);
  }

  private static <T> T await(FutureTask<T> task) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw failure(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException failure(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }

  /** Work that was handed over is still done. */
  @Override
  public void close() {
    pool.shutdown();
  }
}
