package org.truckee.grid.deep;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.FilesystemNode;

/** What a walk does with each node that it meets. Called by several threads at a time. */
@FunctionalInterface
public interface NodeAction<T> {
  /**
   * Does it.
   *
   * @return empty if there is nothing to do with this one
   * @throws IOException if it failed; the walk goes on
   */
  Optional<? extends T> act(FilesystemNode node) throws IOException, InterruptedException;

  /** Nothing. */
  NodeAction<Object> NONE = node -> Optional.empty();
}
