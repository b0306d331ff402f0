package org.truckee.firstgen.drive;

/** Finds the servers of directories: each URI names its own. */
@FunctionalInterface
public interface DirectoryServers {
  /**
   * The server with that FURL.
   *
   * @throws DriveException if it cannot be reached
   */
  DirectoryServer at(String furl) throws DriveException, InterruptedException;
}
