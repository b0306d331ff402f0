package org.truckee.grid.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.truckee.grid.TimeLimitException;

/** Holds a whole operation to the time that its caller allows. */
public final class TimeLimit {
  private TimeLimit() {}

  /** What takes the time. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. Heeds interrupts. */
    T run() throws IOException, InterruptedException;
  }

  /**
   * Does {@code work}; with a limit on a thread of its own, which is interrupted when the time has
   * passed.
   *
   * @param limit empty for as long as it takes
   * @param what names the work in the error: "the upload"
   * @throws TimeLimitException if it took longer; the work has ended all the same
   */
  public static <T> T within(Optional<Duration> limit, String what, Work<T> work)
      throws IOException, InterruptedException {
    if (limit.isEmpty()) {
      return work.run();
    }
    try (TaskScope<String, T> scope = new TaskScope<>(what)) {
      scope.fork(what, work::run);
      Optional<Outcome<String, T>> outcome = scope.next(limit.get());
      if (outcome.isEmpty()) {
        throw new TimeLimitException(
            "%s was cancelled because it took longer than the limit of %s"
                .formatted(what, inWords(limit.get())));
      }
      return outcome.get().value(IOException.class);
    }
  }

  /** A duration as error texts tell it: {@code 1m30s}. */
  public static String inWords(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
