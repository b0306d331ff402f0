package org.truckee.cli.gateway;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.UsageException;

/** Does something with each of many things, with several of them at a time. */
public final class AtOnce {
  /** So many requests a node gets at a time: what it waits for are servers. */
  public static final int USUAL = 8;

  /** How many things are done at a time. */
  public static final Option JOBS =
      Option.value("N", "so many files at a time, %d if not given".formatted(USUAL), "jobs", "j");

  private static final int MOST = 64;

  private AtOnce() {}

  /** What is done. */
  @FunctionalInterface
  public interface Action<T> {
    void perform(T item) throws CommandException;
  }

  /**
   * How many things at a time are wanted.
   *
   * @throws UsageException if it is no number, or one that makes no sense
   */
  public static int jobs(Arguments arguments) throws UsageException {
    int jobs = arguments.number(JOBS, MOST).orElse(USUAL);
    if (jobs == 0) {
      throw new UsageException("--jobs must be a number from 1 to %d".formatted(MOST));
    }
    return jobs;
  }

  /**
   * Does it with all of them, begun in their order. The iterator is asked by one thread at a time.
   *
   * @param most how many at a time
   * @throws CommandException the first failure; then nothing new is begun
   * @throws InterruptedException likewise, and what is under way is interrupted
   */
  public static <T> void forEach(Iterable<? extends T> items, int most, Action<T> action)
      throws CommandException, InterruptedException {
    Iterator<? extends T> all = items.iterator();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      // Not virtual: files are read and written here, which would hold the threads that carry them.
      workers.add(
          Thread.ofPlatform().daemon().name("at once").start(() -> work(all, action, failure)));
    }
    try {
      for (Thread worker : workers) {
        worker.join();
      }
    } catch (InterruptedException e) {
      failure.compareAndSet(null, e);
      workers.forEach(Thread::interrupt);
      throw e;
    }
    rethrow(failure.get());
  }

  private static <T> void work(
      Iterator<? extends T> all, Action<T> action, AtomicReference<Throwable> failure) {
    try {
      for (Optional<T> item = next(all, failure); item.isPresent(); item = next(all, failure)) {
        action.perform(item.get());
      }
    } catch (CommandException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private static <T> Optional<T> next(
      Iterator<? extends T> all, AtomicReference<Throwable> failure) {
    synchronized (all) {
      return failure.get() == null && all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }
  }

  private static void rethrow(Throwable failure) throws CommandException {
    switch (failure) {
      case null -> {}
      case CommandException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
