package org.truckee.grid;

import org.truckee.capability.KnownCapability;

/**
 * Something of a known kind that this program cannot handle: mutable files, and directories.
 *
 * @param cap names it
 */
public record UnsupportedNode(KnownCapability cap) implements KnownNode {
  /** Why nothing can be done with it. */
  public GridException problem() {
    return new GridException(
        "mutable files and directories are not supported yet: %s cannot be used".formatted(cap));
  }
}
