package org.truckee.cli.backup;

import java.util.Optional;

/**
 * A file or directory that is on the grid now.
 *
 * @param facts what becomes metadata of its link; absent if the system would not say
 */
record StoredChild(boolean directory, String cap, Optional<LocalFacts> facts) {
  /** Reveals no capability. */
  @Override
  public String toString() {
    return directory ? "a directory" : "a file";
  }
}
