package org.truckee.grid;

/**
 * What a check found of a mutable file, and what a repair made of it ({@code spec/02 §14.4}).
 *
 * @param before what the check found
 * @param attempted whether there was something to repair, and a cap that allows it
 * @param successful whether a repair was attempted and the file is recoverable and all of its
 *     shares are in place
 * @param after what there is now: computed, not measured
 */
public record MutableRepairResult(
    MutableCheckResult before, boolean attempted, boolean successful, MutableCheckResult after)
    implements RepairOutcome {}
