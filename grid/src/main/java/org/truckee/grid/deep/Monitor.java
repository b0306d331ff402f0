package org.truckee.grid.deep;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A deep operation that runs in the background: how far it is, what it has found so far, and how it
 * is cancelled ({@code spec/03 §10.1}). Thread-safe.
 *
 * @param <R> the results
 */
public final class Monitor<R> {
  private final DeepOperation<R> operation;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;

  /** Written before the latch opens, read behind it. */
  private volatile Optional<R> result = Optional.empty();

  private volatile Optional<IOException> problem = Optional.empty();
  private volatile boolean cancelled;

  private Monitor(DeepOperation<R> operation) {
    this.operation = operation;
    this.thread = Thread.ofVirtual().name("deep operation").unstarted(this::run);
  }

  /** Starts an operation. */
  public static <R> Monitor<R> start(DeepOperation<R> operation) {
    Monitor<R> monitor = new Monitor<>(operation);
    monitor.thread.start();
    return monitor;
  }

  private void run() {
    try {
      result = Optional.of(operation.run());
    } catch (InterruptedException e) {
      problem = Optional.of(new OperationCancelledException());
    } catch (IOException e) {
      problem = Optional.of(e);
    } catch (RuntimeException e) {
      problem = Optional.of(new IOException("the operation failed by a fault of the program", e));
    } finally {
      ended.countDown();
    }
  }

  /** The results so far; all of them if it has ended. */
  public R status() {
    return result.orElseGet(operation::soFar);
  }

  /** Whether it has ended, be it well, by a failure or because it was cancelled. */
  public boolean isFinished() {
    return ended.getCount() == 0;
  }

  /** Whether it was told to end. */
  public boolean isCancelled() {
    return cancelled;
  }

  /** Tells the operation to end, unless it has. What was done stays done. */
  public void cancel() {
    cancelled = true;
    thread.interrupt();
  }

  /**
   * Waits for the end.
   *
   * @return all results; empty if it has not ended in time
   * @throws OperationCancelledException if it was cancelled
   * @throws IOException why it failed
   */
  public Optional<R> await(Duration limit) throws IOException, InterruptedException {
    if (!ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      return Optional.empty();
    }
    if (problem.isPresent()) {
      throw problem.get();
    }
    return result;
  }
}
