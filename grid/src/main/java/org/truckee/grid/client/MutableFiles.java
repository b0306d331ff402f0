package org.truckee.grid.client;

import java.io.IOException;
import org.truckee.capability.MutableFileCap;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;

/** The mutable files of a grid. */
interface MutableFiles {
  /** Opens one; asks nobody. */
  MutableFile open(MutableFileCap cap);

  /** Creates one, with keys of its own or those in the options. */
  MutableFile create(InitialContents contents, MutableOptions options)
      throws IOException, InterruptedException;
}
