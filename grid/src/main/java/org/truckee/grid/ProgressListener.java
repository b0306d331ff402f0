package org.truckee.grid;

/**
 * Hears how far an upload or download has come. Called from the working threads; must not block.
 */
@FunctionalInterface
public interface ProgressListener {
  /** Ignores everything. */
  ProgressListener NONE = (done, total) -> {};

  /**
   * Some more of the file has arrived where it goes.
   *
   * @param done bytes so far; never goes back
   * @param total bytes in all
   */
  void progress(long done, long total);
}
