package org.truckee.grid.transfer;

import java.time.Duration;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Things that happen at once: each runs on a virtual thread of its own, their outcomes are taken in
 * the order in which they end, and none of them outlives the scope.
 *
 * <p>Cancelling is interrupting: {@link #close} interrupts what still runs and waits for its end,
 * so that buffers and servers that the tasks used are free afterwards. Tasks therefore must heed
 * interrupts. All methods may be called from any thread.
 *
 * @param <K> what tells the tasks apart
 * @param <T> what a task returns
 */
public final class TaskScope<K, T> implements AutoCloseable {
  private final String name;
  private final LinkedBlockingQueue<Ended<K, T>> ended = new LinkedBlockingQueue<>();

  /** Guarded by this, like the fields below. */
  private final Set<Thread> running = new HashSet<>();

  private int pending;
  private boolean closed;

  /** An empty scope; the name appears in thread dumps. */
  public TaskScope(String name) {
    this.name = name;
  }

  /** A task that was started. */
  public final class Task {
    private final Thread thread;

    private Task(Thread thread) {
      this.thread = thread;
    }

    /** Interrupts the task unless it has ended. Its outcome has still to be taken. */
    public void cancel() {
      synchronized (TaskScope.this) {
        if (running.contains(thread)) {
          thread.interrupt();
        }
      }
    }
  }

  /**
   * Starts {@code work}.
   *
   * @throws IllegalStateException if the scope is closed
   */
  public synchronized Task fork(K key, Callable<? extends T> work) {
    if (closed) {
      throw new IllegalStateException("the scope " + name + " is closed");
    }
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(key, work));
    running.add(thread);
    pending++;
    thread.start();
    return new Task(thread);
  }

  /** Whether there is an outcome that was not taken yet, be the task running or ended. */
  public synchronized boolean hasPending() {
    return pending > 0;
  }

  /**
   * Waits for the next task that ends.
   *
   * @throws NoSuchElementException if no task is pending
   */
  public Outcome<K, T> next() throws InterruptedException {
    requirePending();
    return take(ended.take());
  }

  /**
   * Waits for the next task that ends, at most for {@code limit}.
   *
   * @return empty if no task ended in time
   * @throws NoSuchElementException if no task is pending
   */
  public Optional<Outcome<K, T>> next(Duration limit) throws InterruptedException {
    requirePending();
    return Optional.ofNullable(ended.poll(limit.toNanos(), TimeUnit.NANOSECONDS)).map(this::take);
  }

  /** The outcome of a task that has ended, if there is one not taken yet. Never waits. */
  public Optional<Outcome<K, T>> poll() {
    return Optional.ofNullable(ended.poll()).map(this::take);
  }

  /** Interrupts all tasks that still run, without waiting. */
  public synchronized void cancelAll() {
    running.forEach(Thread::interrupt);
  }

  /** Interrupts all tasks that still run and waits until they have ended. */
  @Override
  public void close() {
    Set<Thread> last;
    synchronized (this) {
      closed = true;
      cancelAll();
      last = Set.copyOf(running);
    }
    boolean interrupted = false;
    for (Thread thread : last) {
      interrupted |= joinDespiteInterrupts(thread);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(K key, Callable<? extends T> work) {
    Ended<K, T> end;
    try {
      end = new Ended<>(new Outcome.Success<>(key, work.call()), null);
    } catch (Exception e) {
      end = new Ended<>(new Outcome.Failure<>(key, e), null);
    } catch (Error e) {
      end = new Ended<>(null, e);
    }
    synchronized (this) {
      running.remove(Thread.currentThread());
    }
    ended.add(end);
  }

  private synchronized void requirePending() {
    if (pending == 0) {
      throw new NoSuchElementException("no task is pending in the scope " + name);
    }
  }

  private Outcome<K, T> take(Ended<K, T> end) {
    synchronized (this) {
      pending--;
    }
    if (end.error != null) {
      throw end.error;
    }
    return end.outcome;
  }

  private static boolean joinDespiteInterrupts(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  private record Ended<K, T>(Outcome<K, T> outcome, Error error) {}
}
