package org.truckee.grid.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads on which a grid hashes, enciphers and codes: as many as there are cores, shared by
 * all of its files, so that work that burns CPU never keeps work that waits from running.
 *
 * <p>A caller hands a piece of work over and waits for its end. If all threads are busy and a few
 * more pieces wait already, handing over waits too. Work that a worker hands over to its own pool
 * is done on the spot.
 */
public final class Workers implements AutoCloseable {
  private static final int WAITING_PER_THREAD = 2;

  /** Bytes that are hashed in the time in which work is handed from one thread to another. */
  private static final int SHORT_WORK = 32 << 10;

  private final BlockingQueue<Job<?>> jobs;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /** Something that computes a value, or fails in a way of its own. */
  @FunctionalInterface
  public interface Work<T, X extends Exception> {
    /** Computes it. */
    T compute() throws X;
  }

  /** A pool with {@code count} threads, ≥ 1. */
  public Workers(int count) {
    jobs = new ArrayBlockingQueue<>(Math.multiplyExact(WAITING_PER_THREAD, count));
    for (int i = 0; i < count; i++) {
      Thread thread = Thread.ofPlatform().daemon().name("truckee-worker-", i).unstarted(this::loop);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /** A pool with a thread for every core. */
  public static Workers forAllCores() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }

  /** The number of threads. */
  public int count() {
    return threads.size();
  }

  /**
   * As {@link #run(Runnable)}; a short piece of work is done on the caller's own thread, because
   * handing it over would take as long.
   *
   * @param bytes how many bytes are hashed, enciphered or coded
   */
  public void run(long bytes, Runnable work) throws InterruptedException {
    if (bytes <= SHORT_WORK) {
      work.run();
    } else {
      run(work);
    }
  }

  /** As {@link #compute}, for work without a value. */
  public void run(Runnable work) throws InterruptedException {
    Work<Boolean, RuntimeException> valued =
        () -> {
          work.run();
          return true;
        };
    compute(valued);
  }

  /**
   * Has {@code work} done and waits for it.
   *
   * @return its value
   * @throws X what the work throws
   * @throws InterruptedException if the caller was interrupted; the work then was not begun, or has
   *     ended, so that the caller may reuse what the work used
   * @throws IllegalStateException if the pool is closed
   */
  public <T, X extends Exception> T compute(Work<T, X> work) throws X, InterruptedException {
    if (threads.contains(Thread.currentThread())) {
      return work.compute();
    }
    Job<T> job = new Job<>(work);
    if (!closed) {
      jobs.put(job);
    }
    if (closed && job.giveUp()) {
      jobs.remove(job);
    }
    job.await();
    return job.<X>result();
  }

  /** Stops the threads. Work that was begun is ended, work that waits fails. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }

  private void loop() {
    try {
      while (!closed) {
        jobs.take().run();
      }
    } catch (InterruptedException e) {
      // Only close interrupts a worker between two jobs.
    }
    for (Job<?> job = jobs.poll(); job != null; job = jobs.poll()) {
      job.giveUp();
    }
  }

  private enum State {
    WAITING,
    BEGUN,
    GIVEN_UP
  }

  private static final class Job<T> {
    private final Work<T, ?> work;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CountDownLatch done = new CountDownLatch(1);
    private T value;
    private Throwable problem;

    Job(Work<T, ?> work) {
      this.work = work;
    }

    void run() {
      if (!state.compareAndSet(State.WAITING, State.BEGUN)) {
        return;
      }
      try {
        value = work.compute();
      } catch (Throwable e) {
        problem = e;
      } finally {
        done.countDown();
      }
    }

    /** Whether the work has not begun and now never will. */
    boolean giveUp() {
      boolean givenUp = state.compareAndSet(State.WAITING, State.GIVEN_UP);
      if (givenUp) {
        problem = new IllegalStateException("the grid is closed");
        done.countDown();
      }
      return givenUp;
    }

    void await() throws InterruptedException {
      try {
        done.await();
      } catch (InterruptedException e) {
        if (!giveUp()) {
          awaitDespiteInterrupts();
        }
        throw e;
      }
    }

    private void awaitDespiteInterrupts() {
      while (true) {
        try {
          done.await();
          return;
        } catch (InterruptedException e) {
          // The first interrupt is already on its way to the caller.
        }
      }
    }

    @SuppressWarnings("unchecked")
    <X extends Exception> T result() throws X {
      switch (problem) {
        case null -> {
          return value;
        }
        case Error e -> throw e;
        case RuntimeException e -> throw e;
        // The work can throw nothing else that is checked.
        default -> throw (X) problem;
      }
    }
  }
}
