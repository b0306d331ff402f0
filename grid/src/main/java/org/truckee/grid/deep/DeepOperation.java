package org.truckee.grid.deep;

import java.io.IOException;

/**
 * A walk whose results are collected. It is run once, by one thread; others may look at what there
 * is so far.
 *
 * @param <R> the results
 */
public interface DeepOperation<R> {
  /**
   * Walks to the end.
   *
   * @return all results; with them, what could not be read
   */
  R run() throws IOException, InterruptedException;

  /** The results so far. */
  R soFar();
}
