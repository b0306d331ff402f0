package org.truckee.web.api;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.truckee.crypto.StorageIndex;

/**
 * The deep operations that run in the background, by the handles that clients gave them, and how
 * long their results are kept ({@code spec/08 §15.1}). What has expired is forgotten when the next
 * request comes. Thread-safe.
 */
final class BackgroundOperations implements AutoCloseable {
  private static final Duration AFTER_END = Duration.ofDays(4);
  private static final int MOST = 256;

  private final LongSupplier nanoTime;

  /** Guarded by this. */
  private final Map<String, Kept> operations = new HashMap<>();

  private boolean closed;

  private static final class Kept {
    private final DeepTask<?> task;
    private final long started;
    private OptionalLong expires = OptionalLong.empty();

    Kept(DeepTask<?> task, long started) {
      this.task = task;
      this.started = started;
    }
  }

  /**
   * None yet.
   *
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  BackgroundOperations(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Keeps an operation. One that had the handle before goes on, but nobody can ask for it.
   *
   * @param retain how long it is kept from now on, finished or not
   * @throws WebException if there are too many
   */
  synchronized void keep(String handle, DeepTask<?> task, Optional<Duration> retain)
      throws WebException {
    forgetExpired();
    if (closed || operations.size() >= MOST && !operations.containsKey(handle)) {
      task.cancel();
      throw WebException.text(
          503,
          "%d operations are kept already: cancel some, or give them shorter retain-for="
              .formatted(operations.size()));
    }
    Kept kept = new Kept(task, nanoTime.getAsLong());
    retain.ifPresent(time -> expire(kept, time));
    operations.put(handle, kept);
  }

  /**
   * An operation that somebody looks at.
   *
   * @param retain how long it is kept from now on; empty for as long as its view says, a day, if it
   *     is finished, and otherwise as before
   */
  synchronized Optional<DeepTask<?>> look(String handle, Optional<Duration> retain) {
    forgetExpired();
    Kept kept = operations.get(handle);
    if (kept == null) {
      return Optional.empty();
    }
    if (retain.isPresent()) {
      expire(kept, retain.get());
    } else if (kept.task.isFinished()) {
      expire(kept, kept.task.view().keptAfterLook());
    }
    return Optional.of(kept.task);
  }

  /**
   * An operation as anybody may see it who may use the node: without its handle, for its results
   * may have capabilities in them.
   *
   * @param title what it does
   * @param index where the shares are of what it is about; empty if that has none
   * @param age how long ago it began
   * @param finished whether it has ended
   * @param status how it stands
   */
  record Running(
      String title, Optional<StorageIndex> index, Duration age, boolean finished, String status) {}

  /** All of them, the last one first. */
  synchronized List<Running> all() {
    forgetExpired();
    long now = nanoTime.getAsLong();
    return operations.values().stream()
        .map(
            kept ->
                new Running(
                    kept.task.view().title(),
                    kept.task.index(),
                    Duration.ofNanos(now - kept.started),
                    kept.task.isFinished(),
                    kept.task.inShort()))
        .sorted(Comparator.comparing(Running::age))
        .toList();
  }

  /** Forgets one. */
  synchronized void drop(String handle) {
    operations.remove(handle);
  }

  private void expire(Kept kept, Duration time) {
    kept.expires = OptionalLong.of(nanoTime.getAsLong() + time.toNanos());
  }

  private void forgetExpired() {
    long now = nanoTime.getAsLong();
    for (Iterator<Kept> all = operations.values().iterator(); all.hasNext(); ) {
      Kept kept = all.next();
      if (kept.expires.isEmpty() && kept.task.isFinished()) {
        long ran = now - kept.started;
        expire(kept, ran > AFTER_END.toNanos() ? Duration.ofNanos(ran) : AFTER_END);
      }
      if (kept.expires.isPresent() && now - kept.expires.getAsLong() >= 0) {
        all.remove();
      }
    }
  }

  /** Cancels all of them. */
  @Override
  public synchronized void close() {
    closed = true;
    operations.values().forEach(kept -> kept.task.cancel());
    operations.clear();
  }
}
