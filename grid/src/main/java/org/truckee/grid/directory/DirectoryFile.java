package org.truckee.grid.directory;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.RepairOutcome;
import org.truckee.grid.VersionMap;

/** The file that holds the entries of a directory ({@code spec/03 §1}). */
interface DirectoryFile {
  /** The number of bytes, as it is now. */
  long size() throws IOException, InterruptedException;

  /** All bytes, as they are now. */
  byte[] contents() throws IOException, InterruptedException;

  /** What servers say, for those who are going to change it; empty if it cannot be changed. */
  Optional<VersionMap> mapToChange() throws IOException, InterruptedException;

  /** All bytes of the best version that a map shows. */
  byte[] contents(VersionMap map) throws IOException, InterruptedException;

  /** Checks the shares; empty if there are none. */
  Optional<? extends CheckOutcome> check(CheckOptions options)
      throws IOException, InterruptedException;

  /** Checks the shares and makes missing ones again; empty if there are none. */
  Optional<? extends RepairOutcome> checkAndRepair(CheckOptions options)
      throws IOException, InterruptedException;
}
