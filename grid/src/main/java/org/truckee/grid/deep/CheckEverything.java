package org.truckee.grid.deep;

import java.io.IOException;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.Directory;

/** Checks everything below a directory; also adds leases if the options say so. */
public final class CheckEverything implements DeepOperation<DeepCheckResult> {
  private final DeepWalk<CheckOutcome> walk;
  private final Optional<StorageIndex> root;
  private final ResultCollector<CheckOutcome> collected = new ResultCollector<>();

  /**
   * Begins when it is run.
   *
   * @param check how each object is checked
   */
  public CheckEverything(Directory root, CheckOptions check, DeepOptions options) {
    this.root = root.storageIndex();
    this.walk = new DeepWalk<>(root, options, DeepChecks.check(check), collected);
  }

  @Override
  public DeepCheckResult run() throws IOException, InterruptedException {
    walk.run();
    return soFar();
  }

  @Override
  public DeepCheckResult soFar() {
    return collected.view(
        (results, stats, trouble) -> new DeepCheckResult(root, results, stats, trouble));
  }
}
