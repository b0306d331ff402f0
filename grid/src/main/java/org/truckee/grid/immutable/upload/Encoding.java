package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.TaskScope;

/** An encoder at work, with its tasks that code segments. Waited for by one thread at a time. */
final class Encoding implements AutoCloseable {
  private final TaskScope<String, Void> scope = new TaskScope<>("encode");
  private volatile Optional<Outcome.Failure<String, Void>> failure = Optional.empty();

  /** Starts it. */
  Encoding(FileEncoder encoder) {
    scope.fork(
        "file",
        () -> {
          encoder.encode(scope, "segment");
          return null;
        });
  }

  /** Waits until all is encoded, or something has failed. */
  void await() throws InterruptedException {
    while (scope.hasPending() && failure.isEmpty()) {
      if (scope.next() instanceof Outcome.Failure<String, Void> failed) {
        failure = Optional.of(failed);
      }
    }
  }

  /**
   * Returns unless something has failed.
   *
   * @throws IOException if the source failed
   */
  void requireSound() throws IOException, InterruptedException {
    if (failure.isPresent()) {
      failure.get().value(IOException.class);
    }
  }

  /** Cancels what still runs and waits for its end. */
  @Override
  public void close() {
    scope.close();
  }
}
