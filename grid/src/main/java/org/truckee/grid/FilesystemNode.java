package org.truckee.grid;

import java.util.Optional;
import org.truckee.capability.Capability;

/**
 * A handle on something in a grid: a file, a directory, or a thing of a kind that is not known. It
 * is made from its capability by {@link Grid#node(Capability)}; making one asks nobody and never
 * fails, and what is wrong with it shows when it is used. Every door begins with one and matches on
 * its kind.
 */
public sealed interface FilesystemNode permits KnownNode, UnknownNode {
  /** What grants changing it; empty if the holder may not. */
  Optional<Capability> writeCap();

  /** What grants reading it and no more; empty for verify caps and for what nothing is known of. */
  Optional<Capability> readCap();

  /** Whether it may be in an immutable directory: nothing shows that it can change. */
  boolean isAllowedInImmutable();

  /** What grants the most of the two. */
  default Optional<Capability> bestCap() {
    return writeCap().or(this::readCap);
  }
}
