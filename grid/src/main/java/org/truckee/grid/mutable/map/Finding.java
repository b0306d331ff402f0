package org.truckee.grid.mutable.map;

/** What a share turned out to be. */
public sealed interface Finding permits KnownShare, BadShare {
  /** Where it is. */
  Place place();
}
