package org.truckee.grid.directory;

import java.util.Optional;
import org.truckee.grid.ChildOfWrongTypeException;
import org.truckee.grid.DeleteOptions;
import org.truckee.grid.Directory;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.ProhibitedNode;

/** Removes a link ({@code spec/03 §6.3}). */
record DeleteLink(String name, DeleteOptions options) implements Edit<Optional<FilesystemNode>> {
  @Override
  public Optional<FilesystemNode> apply(TableDraft draft, Turn turn) throws GridException {
    Optional<FilesystemNode> child = draft.find(name).map(Entry.Reading.Good::node);
    if (child.isPresent()) {
      check(child.get());
    }
    if (draft.hasEntry(name)) {
      draft.remove(name);
    } else if (options.mustExist() && turn.first()) {
      throw new NoSuchChildException(ChildNames.normalize(name));
    }
    return child;
  }

  private void check(FilesystemNode child) throws ChildOfWrongTypeException {
    boolean file = child instanceof FileNode || child instanceof ProhibitedNode;
    if (options.mustBeDirectory() && file) {
      throw new ChildOfWrongTypeException(ChildNames.normalize(name), true);
    }
    if (options.mustBeFile() && child instanceof Directory) {
      throw new ChildOfWrongTypeException(ChildNames.normalize(name), false);
    }
  }
}
