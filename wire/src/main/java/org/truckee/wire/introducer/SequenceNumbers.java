package org.truckee.wire.introducer;

/** Where the numbers of a node's announcements come from ({@code spec/07 §3.4}). */
@FunctionalInterface
public interface SequenceNumbers {
  /**
   * A number that is greater than all that were given out before, and is never given out again,
   * also after a restart.
   *
   * @param above what it must exceed, too
   */
  long next(long above);
}
