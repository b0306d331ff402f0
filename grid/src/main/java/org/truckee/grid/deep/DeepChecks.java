package org.truckee.grid.deep;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.CheckResult;
import org.truckee.grid.Checkable;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.NoSharesException;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.RepairOutcome;
import org.truckee.grid.RepairResult;

/** What a walk can do with the shares of each node, for walks that hand their events on. */
public final class DeepChecks {
  private DeepChecks() {}

  /** Checks everything that has shares; also adds leases if the options say so. */
  public static NodeAction<CheckOutcome> check(CheckOptions options) {
    return node -> check(node, options);
  }

  /** Checks everything, and makes missing shares again. */
  public static NodeAction<RepairOutcome> checkAndRepair(CheckOptions options) {
    return node -> checkAndRepair(node, options);
  }

  private static Optional<? extends CheckOutcome> check(FilesystemNode node, CheckOptions options)
      throws IOException, InterruptedException {
    return node instanceof Checkable checkable ? checkable.check(options) : Optional.empty();
  }

  private static Optional<? extends RepairOutcome> checkAndRepair(
      FilesystemNode node, CheckOptions options) throws IOException, InterruptedException {
    if (!(node instanceof Checkable checkable)) {
      return Optional.empty();
    }
    try {
      return checkable.checkAndRepair(options);
    } catch (NoSharesException | NotEnoughSharesException e) {
      return Optional.of(beyondRepair(checkable, options, e));
    }
  }

  /** One file that is lost is a result like that of a mutable one, not the end of the walk. */
  private static RepairOutcome beyondRepair(
      Checkable checkable, CheckOptions options, GridException problem)
      throws IOException, InterruptedException {
    if (checkable.check(options).orElseThrow(() -> problem) instanceof CheckResult found) {
      return new RepairResult(found, true, found);
    }
    throw problem;
  }
}
