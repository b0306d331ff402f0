package org.truckee.grid;

/**
 * What a check found, and what a repair made of it ({@code spec/01 §9.3}).
 *
 * @param before what the check found
 * @param attempted whether there was something to repair
 * @param after {@code before} with the shares that were made; computed, not measured
 */
public record RepairResult(CheckResult before, boolean attempted, CheckResult after)
    implements RepairOutcome {
  /** Whether a repair was attempted and the file has all of its shares now. */
  @Override
  public boolean successful() {
    return attempted && after.healthy();
  }
}
