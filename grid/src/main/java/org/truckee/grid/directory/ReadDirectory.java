package org.truckee.grid.directory;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.truckee.grid.DeleteOptions;
import org.truckee.grid.DirectoryView;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.Link;
import org.truckee.grid.NewLink;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.Overwrite;
import org.truckee.grid.VersionMap;

/**
 * A directory that was read, and what a change can begin with.
 *
 * @param table what was in it
 * @param seen what servers said; empty if that is of no use for a change
 */
record ReadDirectory(GridDirectory directory, EntryTable table, Optional<VersionMap> seen)
    implements DirectoryView {
  @Override
  public Link get(String name) throws GridException {
    String normal = ChildNames.normalize(name);
    return table
        .find(normal)
        .map(good -> new Link(normal, good.node(), good.metadata()))
        .orElseThrow(() -> new NoSuchChildException(normal));
  }

  @Override
  public FilesystemNode set(NewLink link, Overwrite overwrite)
      throws IOException, InterruptedException {
    directory.setAll(List.of(link), overwrite, seen);
    return link.child();
  }

  @Override
  public Optional<FilesystemNode> delete(String name, DeleteOptions options)
      throws IOException, InterruptedException {
    return directory.delete(name, options, seen);
  }
}
