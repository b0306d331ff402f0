package org.truckee.grid;

/** What a writer does when somebody else was faster ({@code spec/02 §13.5}). */
@FunctionalInterface
public interface BackOff {
  /**
   * Returns when the next try may begin.
   *
   * @param failedTries how many were in vain, ≥ 1
   * @param last how the last one failed
   * @throws UncoordinatedWriteException to give up: {@code last}, normally
   */
  void beforeNextTry(int failedTries, UncoordinatedWriteException last)
      throws UncoordinatedWriteException, InterruptedException;
}
