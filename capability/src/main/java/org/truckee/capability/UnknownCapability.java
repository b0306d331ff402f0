package org.truckee.capability;

import java.util.Objects;
import java.util.Optional;

/**
 * A string that is no capability of a known kind: one from the future, one from the far past, a
 * damaged one, one in a place where it may not stand, or no capability at all. It can be kept and
 * passed on as it is, and must be treated as a secret.
 *
 * @param text the whole string, including a prefix {@code ro.} or {@code imm.}
 * @param problem what is wrong with it; empty if it does not claim to be of a known kind
 */
public record UnknownCapability(String text, Optional<CapabilityProblem> problem)
    implements Capability {
  /** Takes no nulls. */
  public UnknownCapability {
    Objects.requireNonNull(text);
    Objects.requireNonNull(problem);
  }

  /** Two unknown caps are equal if their texts are, wherever they were found. */
  @Override
  public boolean equals(Object other) {
    return other instanceof UnknownCapability unknown && unknown.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Reveals nothing. */
  @Override
  public String toString() {
    return "unknown cap";
  }
}
