package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.Checkable;
import org.truckee.grid.deep.DeepOperation;

/** A check of one thing in the background, and its repair if that is wanted. */
final class OneCheck implements DeepOperation<OneCheck.Found> {
  private final Checkable thing;
  private final CheckOptions options;
  private final boolean repair;
  private final AtomicReference<Found> found = new AtomicReference<>(Found.NOTHING);

  /**
   * What there is so far.
   *
   * @param report what came of it; empty while it goes on
   * @param done bytes of shares that were verified
   * @param total bytes of shares that are known to be there
   */
  record Found(Optional<CheckReport> report, long done, long total) {
    private static final Found NOTHING = new Found(Optional.empty(), 0, 0);
  }

  OneCheck(Checkable thing, CheckOptions options, boolean repair) {
    this.thing = thing;
    this.options = options;
    this.repair = repair;
  }

  @Override
  public Found run() throws IOException, InterruptedException {
    CheckReport report = CheckNode.report(thing, options.withProgress(this::note), repair);
    return found.updateAndGet(last -> new Found(Optional.of(report), last.done(), last.total()));
  }

  private void note(long done, long total) {
    found.updateAndGet(last -> new Found(last.report(), done, total));
  }

  @Override
  public Found soFar() {
    return found.get();
  }
}
