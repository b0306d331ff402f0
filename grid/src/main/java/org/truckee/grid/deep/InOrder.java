package org.truckee.grid.deep;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.TaskScope;

/** Things that happen at once and are taken in the order that the taker wants. For one thread. */
final class InOrder<T> implements AutoCloseable {
  private final TaskScope<Long, T> scope;
  private final Map<Long, TaskScope<Long, T>.Task> running = new HashMap<>();
  private final Map<Long, Outcome<Long, T>> ended = new HashMap<>();
  private long next;

  InOrder(String name) {
    scope = new TaskScope<>(name);
  }

  /** Starts something, and says by which number it can be taken. */
  long start(Callable<T> work) {
    long ticket = next++;
    running.put(ticket, scope.fork(ticket, work));
    return ticket;
  }

  /** How many tasks have not ended yet, as far as is known. */
  int running() {
    Optional<Outcome<Long, T>> outcome = scope.poll();
    while (outcome.isPresent()) {
      keep(outcome.get());
      outcome = scope.poll();
    }
    return running.size();
  }

  boolean hasEnded(long ticket) {
    running();
    return ended.containsKey(ticket);
  }

  /** Waits for the end of one task and takes what came of it. */
  Outcome<Long, T> take(long ticket) throws InterruptedException {
    while (!ended.containsKey(ticket)) {
      keep(scope.next());
    }
    return ended.remove(ticket);
  }

  /** Forgets one. */
  void discard(long ticket) {
    TaskScope<Long, T>.Task task = running.remove(ticket);
    if (task != null) {
      task.cancel();
    }
    ended.remove(ticket);
  }

  private void keep(Outcome<Long, T> outcome) {
    if (running.remove(outcome.key()) != null) {
      ended.put(outcome.key(), outcome);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
