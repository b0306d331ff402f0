package org.truckee.grid;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which versions of a mutable file servers hold, as they said when they were asked ({@code spec/02
 * §9}). Immutable.
 */
public interface VersionMap {
  /** How it was made. */
  MapMode mode();

  /** The versions of which enough shares were found, best first. */
  List<MutableVersion> recoverable();

  /** The versions of which too few shares were found, newest first. */
  List<UnrecoverableVersion> unrecoverable();

  /** The best recoverable version: the first of {@link #recoverable}. */
  default Optional<MutableVersion> best() {
    return recoverable().stream().findFirst();
  }

  /** The greatest number of any version, recoverable or not, unsigned; 0 if there is none. */
  long highestSequenceNumber();

  /** Whether there are several recoverable versions with the same number. */
  boolean needsMerge();

  /** The servers that answered. */
  Set<GridServer> responding();

  /** Shares that were found and are of no use. */
  List<ShareLocation> corrupt();

  /** All versions in one line: {@code 10*seq2-xwip/1*seq1-ceir}. */
  String summary();

  /**
   * A version that cannot be read.
   *
   * @param sequenceNumber its number, unsigned
   * @param label its short name
   * @param found how many different shares were found
   * @param needed how many would be needed
   */
  record UnrecoverableVersion(long sequenceNumber, String label, int found, int needed) {}
}
