package org.truckee.grid.directory;

import org.truckee.grid.GridException;

/**
 * A change of a directory. It is made again from the beginning, with what is there then, if
 * somebody else wrote the directory meanwhile.
 *
 * @param <T> what its caller gets
 */
@FunctionalInterface
interface Edit<T> {
  /**
   * Makes the change.
   *
   * @throws GridException if it cannot be made; what was done to the draft is forgotten
   */
  T apply(TableDraft draft, Turn turn) throws GridException;
}
