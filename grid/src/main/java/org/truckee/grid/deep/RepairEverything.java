package org.truckee.grid.deep;

import java.io.IOException;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.Directory;
import org.truckee.grid.RepairOutcome;

/** Checks everything below a directory, and makes missing shares again. */
public final class RepairEverything implements DeepOperation<DeepRepairResult> {
  private final DeepWalk<RepairOutcome> walk;
  private final Optional<StorageIndex> root;
  private final ResultCollector<RepairOutcome> collected = new ResultCollector<>();

  /**
   * Begins when it is run.
   *
   * @param check how each object is checked
   */
  public RepairEverything(Directory root, CheckOptions check, DeepOptions options) {
    this.root = root.storageIndex();
    this.walk = new DeepWalk<>(root, options, DeepChecks.checkAndRepair(check), collected);
  }

  @Override
  public DeepRepairResult run() throws IOException, InterruptedException {
    walk.run();
    return soFar();
  }

  @Override
  public DeepRepairResult soFar() {
    return collected.view(
        (results, stats, trouble) -> new DeepRepairResult(root, results, stats, trouble));
  }
}
