package org.truckee.grid.servers;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.transfer.Deadline;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.TaskScope;

/**
 * How long servers are waited for that were all asked at once: until all have answered, but not
 * longer than the limit, and once the rest can be done without, only for a short while more.
 */
public final class Answers {
  /** A slow grid gets more time: so many times what the answers that suffice have taken. */
  private static final int GRACE_FACTOR = 3;

  private Answers() {}

  /**
   * Takes the outcomes of a scope as they come. Those that do not come in time are left pending.
   *
   * @param enough whether the answers so far suffice
   */
  public static <K, T> void collect(
      TaskScope<K, T> scope,
      UploadLimits limits,
      BooleanSupplier enough,
      Consumer<Outcome<K, T>> taker)
      throws InterruptedException {
    long begin = System.nanoTime();
    Deadline deadline = Deadline.after(limits.queryLimit());
    boolean sufficient = false;
    while (scope.hasPending()) {
      Optional<Outcome<K, T>> outcome = scope.next(deadline.remaining());
      if (outcome.isEmpty()) {
        return;
      }
      taker.accept(outcome.get());
      if (!sufficient && scope.hasPending() && enough.getAsBoolean()) {
        sufficient = true;
        deadline = deadline.orEarlier(Deadline.after(grace(limits, System.nanoTime() - begin)));
      }
    }
  }

  private static Duration grace(UploadLimits limits, long nanosSoFar) {
    Duration scaled = Duration.ofNanos(GRACE_FACTOR * nanosSoFar);
    return scaled.compareTo(limits.stragglerGrace()) > 0 ? scaled : limits.stragglerGrace();
  }
}
