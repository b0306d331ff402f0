package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.DeleteOptions;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryView;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Link;
import org.truckee.grid.NewLink;
import org.truckee.grid.Overwrite;

/**
 * A place in a directory where a child can be.
 *
 * @param directory what is changed
 * @param view the directory as it was read on the way, if that was for a change
 * @param name of the child
 */
record Vacancy(Directory directory, Optional<DirectoryView> view, String name) {
  /** A place in a directory that was not read yet. */
  Vacancy(Directory directory, String name) {
    this(directory, Optional.empty(), name);
  }

  /** A place in a directory that is read for a change. */
  static Vacancy toChange(Directory directory, String name)
      throws IOException, InterruptedException {
    return new Vacancy(directory, Optional.of(directory.view()), name);
  }

  /**
   * What is there now, or was when the directory was read for a change.
   *
   * @throws org.truckee.grid.NoSuchChildException if nothing is
   */
  Link link() throws IOException, InterruptedException {
    return view.isPresent() ? view.get().get(name) : directory.get(name);
  }

  /** Links a child here. */
  void fill(FilesystemNode child, Overwrite overwrite) throws IOException, InterruptedException {
    NewLink link = NewLink.of(name, child);
    if (view.isPresent()) {
      view.get().set(link, overwrite);
    } else {
      directory.set(link, overwrite);
    }
  }

  /** Links what a cap names, as the holder of the text understands it; gives what was linked. */
  FilesystemNode fill(String cap, Overwrite overwrite) throws IOException, InterruptedException {
    FilesystemNode child = directory.child(name, Optional.of(cap), Optional.empty());
    fill(child, overwrite);
    return child;
  }

  /** Removes the link that is here. */
  Optional<FilesystemNode> clear() throws IOException, InterruptedException {
    return view.isPresent()
        ? view.get().delete(name, DeleteOptions.DEFAULT)
        : directory.delete(name, DeleteOptions.DEFAULT);
  }

  /** Reveals nothing. */
  @Override
  public String toString() {
    return "a place in a directory";
  }
}
