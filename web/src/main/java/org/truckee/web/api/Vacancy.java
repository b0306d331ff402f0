package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.NewLink;
import org.truckee.grid.Overwrite;

/**
 * A place in a directory where a child can be.
 *
 * @param directory what is changed
 * @param name of the child
 */
record Vacancy(Directory directory, String name) {
  /** Links a child here. */
  void fill(FilesystemNode child, Overwrite overwrite) throws IOException, InterruptedException {
    directory.set(NewLink.of(name, child), overwrite);
  }

  /** Links what a cap names, as the holder of the text understands it; gives what was linked. */
  FilesystemNode fill(String cap, Overwrite overwrite) throws IOException, InterruptedException {
    return directory.set(
        NewLink.of(name, directory.child(name, Optional.of(cap), Optional.empty())), overwrite);
  }

  /** Reveals nothing. */
  @Override
  public String toString() {
    return "a place in a directory";
  }
}
