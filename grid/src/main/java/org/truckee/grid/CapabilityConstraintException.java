package org.truckee.grid;

import org.truckee.capability.CapabilityProblem;

/** A capability is damaged, or must not stand where it was found ({@code spec/03 §4}). */
public final class CapabilityConstraintException extends GridException {
  private static final long serialVersionUID = 1L;

  private final transient CapabilityProblem problem;

  /** With what is wrong. */
  public CapabilityConstraintException(CapabilityProblem problem) {
    super(problem.message());
    this.problem = problem;
  }

  /** Which constraint it is, for doors that have a text for each. */
  public CapabilityProblem problem() {
    return problem;
  }
}
