package org.truckee.grid.immutable.upload;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.transfer.Deadline;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.TaskScope;

/**
 * Gives granted shares up, so that servers need not keep room for them. The wait for the servers is
 * short: one that does not hear of it gives the share up by itself after a time.
 */
final class Aborts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Aborts.class);

  private final TaskScope<GrantedShare, Boolean> scope = new TaskScope<>("abort");
  private final Duration patience;

  /** {@code patience} is how long {@link #close} waits at most. */
  Aborts(Duration patience) {
    this.patience = patience;
  }

  /** Begins to give a share up. Nobody else may be using its writer. */
  void abort(GrantedShare share) {
    scope.fork(
        share,
        () -> {
          share.writer().abort();
          return true;
        });
  }

  /** Waits for the servers, also on behalf of a thread that was interrupted. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    Deadline deadline = Deadline.after(patience);
    while (scope.hasPending() && !deadline.hasPassed()) {
      try {
        scope.next(deadline.remaining()).ifPresent(Aborts::note);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    scope.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void note(Outcome<GrantedShare, Boolean> outcome) {
    if (outcome instanceof Outcome.Failure<GrantedShare, Boolean> failure) {
      GrantedShare share = failure.key();
      LOG.debug(
          "share {} could not be aborted on {}", share.share(), share.server(), failure.problem());
    }
  }
}
