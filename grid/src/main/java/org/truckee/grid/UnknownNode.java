package org.truckee.grid;

import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.capability.CapabilityProblem;

/**
 * Something of a kind that is not known: it can be kept and passed on, no more. Either its caps are
 * kept, which may come from a later program, or they are not accepted where they stand, and it has
 * a problem instead ({@code spec/03 §4.4}).
 *
 * @param writeCap as it was given
 * @param readCap with a prefix {@code ro.} or {@code imm.}
 * @param problem why the caps were not accepted
 */
public record UnknownNode(
    Optional<Capability> writeCap,
    Optional<Capability> readCap,
    Optional<CapabilityProblem> problem)
    implements FilesystemNode {
  /** One whose caps are not accepted. */
  public static UnknownNode refused(CapabilityProblem problem) {
    return new UnknownNode(Optional.empty(), Optional.empty(), Optional.of(problem));
  }

  /** Whether whoever made its caps says that it never changes. */
  public boolean isAllegedlyImmutable() {
    return problem.isEmpty()
        && writeCap.isEmpty()
        && readCap.map(cap -> cap.text().startsWith(CapSlots.IMMUTABLE)).orElse(true);
  }

  @Override
  public boolean isAllowedInImmutable() {
    return problem.isEmpty() && writeCap.isEmpty();
  }

  /**
   * Nothing, if its caps were accepted.
   *
   * @throws CapabilityConstraintException if not
   */
  public void requireAccepted() throws CapabilityConstraintException {
    if (problem.isPresent()) {
      throw new CapabilityConstraintException(problem.get());
    }
  }
}
