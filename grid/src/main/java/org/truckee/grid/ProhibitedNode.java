package org.truckee.grid;

import org.truckee.capability.KnownCapability;

/**
 * Something that this node must not use, though the holder of its cap might ({@code spec/03 §4.7}).
 * It can be linked, moved and unlinked like any other; it is nobody's directory.
 *
 * @param cap names it
 * @param reason as the operator gave it
 */
public record ProhibitedNode(KnownCapability cap, String reason) implements KnownNode {
  /** Why nothing can be done with it. */
  public FileProhibitedException problem() {
    return new FileProhibitedException(reason);
  }
}
