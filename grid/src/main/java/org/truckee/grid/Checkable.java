package org.truckee.grid;

import java.io.IOException;
import java.util.Optional;

/** Something whose shares can be checked and repaired. */
public interface Checkable {
  /**
   * Asks all servers which shares they have, and if wanted reads and validates them all.
   *
   * @return empty if there are no shares, so that nothing can be wrong with them
   * @throws UnusableCapabilityException if nothing can have this capability
   * @throws TimeLimitException if it took longer than the options allow
   */
  Optional<? extends CheckOutcome> check(CheckOptions options)
      throws IOException, InterruptedException;

  /**
   * Checks, and makes missing shares again.
   *
   * @return empty if there are no shares
   * @throws NoSharesException if no share is left
   * @throws NotEnoughSharesException if too few shares are left
   * @throws GridException if the shares cannot be made again as they were
   * @see #check
   */
  Optional<? extends RepairOutcome> checkAndRepair(CheckOptions options)
      throws IOException, InterruptedException;
}
