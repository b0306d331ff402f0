package org.truckee.grid;

import java.io.IOException;
import java.util.Optional;
import org.truckee.capability.VerifyCap;

/** Shares that the holder may check and repair, but not read. */
public non-sealed interface VerifierNode extends KnownNode, Checkable {
  @Override
  VerifyCap cap();

  @Override
  Optional<CheckResult> check(CheckOptions options) throws IOException, InterruptedException;

  @Override
  Optional<RepairResult> checkAndRepair(CheckOptions options)
      throws IOException, InterruptedException;
}
