package org.truckee.grid;

/** What a check found, and what a repair made of it, whatever the kind of the thing. */
public sealed interface RepairOutcome permits RepairResult, MutableRepairResult {
  /** What the check found. */
  CheckOutcome before();

  /** Whether a repair was attempted. */
  boolean attempted();

  /** Whether one was attempted, and everything is as it should be now. */
  boolean successful();

  /** What there is now. */
  CheckOutcome after();
}
