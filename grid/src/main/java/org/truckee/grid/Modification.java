package org.truckee.grid;

import java.io.IOException;
import java.util.Optional;

/** A change of the contents of a mutable file. */
@FunctionalInterface
public interface Modification {
  /**
   * Says what the contents shall be. Called again, with what is there then, each time somebody else
   * was faster. Called by one thread at a time; must not write the same file.
   *
   * @param contents of the newest version, which may be changed and returned
   * @param firstTime whether this is the first call
   * @return the new contents; empty to leave the file as it is
   * @throws IOException to give up; the caller of {@link MutableFile#modify} gets it
   */
  Optional<byte[]> apply(byte[] contents, boolean firstTime)
      throws IOException, InterruptedException;
}
