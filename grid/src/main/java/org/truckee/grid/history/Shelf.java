package org.truckee.grid.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** The last operations of one kind, and all that go on. Thread-safe. */
final class Shelf<S extends OperationStatus> {
  private final int most;

  /** Oldest first. */
  private final Deque<S> kept = new ArrayDeque<>();

  private long next;

  /** An empty one. */
  Shelf(int most) {
    this.most = most;
  }

  /** Puts one more operation on it, which is made for its number. */
  synchronized S add(LongFunction<S> make) {
    S status = make.apply(next++);
    kept.addLast(status);
    for (Iterator<S> oldest = kept.iterator(); kept.size() > most && oldest.hasNext(); ) {
      if (!oldest.next().isActive()) {
        oldest.remove();
      }
    }
    return status;
  }

  synchronized Optional<S> find(long number) {
    return kept.stream().filter(status -> status.number() == number).findFirst();
  }

  synchronized List<S> all() {
    return List.copyOf(kept);
  }
}
