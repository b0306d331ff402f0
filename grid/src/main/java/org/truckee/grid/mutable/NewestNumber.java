package org.truckee.grid.mutable;

import java.util.Optional;

/**
 * The newest version of a file that this process has read or written, whatever capability it was
 * read with: a reader must not be shown an older one because the servers that have this one are
 * slow. Thread-safe.
 */
public final class NewestNumber {
  /** Unsigned. */
  private long number;

  /** A version has been read or written. */
  synchronized void saw(VersionHeader header) {
    if (Long.compareUnsigned(header.sequenceNumber(), number) > 0) {
      number = header.sequenceNumber();
    }
  }

  /** Whether this version, if there is one, is as new as any that was seen. */
  public synchronized boolean isReached(Optional<Version> best) {
    return best.isPresent()
        && Long.compareUnsigned(best.get().header().sequenceNumber(), number) >= 0;
  }

  /** The newest that was seen. */
  public synchronized long seen() {
    return number;
  }

  /**
   * All servers have answered, and this is the best they have: what was seen is lost.
   *
   * @param before what had been seen when they were asked; what is seen since is newer than this
   */
  public synchronized void isOnly(Version best, long before) {
    if (number == before) {
      number = best.header().sequenceNumber();
    }
  }
}
