package org.truckee.grid;

import java.util.List;

/** The storage servers of a grid, as far as they are connected now. Thread-safe. */
@FunctionalInterface
public interface Servers {
  /** A snapshot of the connected servers, in no particular order. */
  List<GridServer> connected();
}
