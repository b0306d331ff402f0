package org.truckee.firstgen.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Things that are done at once, each on a virtual thread, and waited for where they were begun. How
 * long each may take is its own affair; an interrupt ends them all.
 */
public final class Concurrently {
  private Concurrently() {}

  /** What has come of one thing. */
  public sealed interface Outcome<T> {
    /** It is done. */
    record Done<T>(T value) implements Outcome<T> {}

    /** It has failed. */
    record Failed<T>(Exception reason) implements Outcome<T> {}
  }

  /** Does all of them; what has come of each, in order. */
  public static <T> List<Outcome<T>> all(List<Callable<T>> things) throws InterruptedException {
    List<Outcome<T>> outcomes = new ArrayList<>(things.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> future : threads.invokeAll(things)) {
        try {
          outcomes.add(new Outcome.Done<>(future.get()));
        } catch (ExecutionException e) {
          if (e.getCause() instanceof Exception reason && !(reason instanceof RuntimeException)) {
            outcomes.add(new Outcome.Failed<>(reason));
          } else {
            throw new IllegalStateException("a fault of the program", e.getCause());
          }
        }
      }
    }
    return outcomes;
  }
}
