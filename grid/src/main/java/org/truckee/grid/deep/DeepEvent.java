package org.truckee.grid.deep;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.truckee.grid.DamagedEntry;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;

/**
 * What a walk met.
 *
 * @param <T> what is done with each node
 */
public sealed interface DeepEvent<T> {
  /** The names that lead there from the root; none for the root. */
  List<String> path();

  /** The node that the event is about. */
  FilesystemNode node();

  /**
   * A file, a directory, or something else.
   *
   * @param result of what was done with it; empty if there was nothing to do
   */
  record Visited<T>(List<String> path, FilesystemNode node, Optional<T> result)
      implements DeepEvent<T> {}

  /** A thing was reached, and what was to be done with it failed. */
  record Failed<T>(List<String> path, FilesystemNode node, IOException problem)
      implements DeepEvent<T> {}

  /**
   * A directory was read, and its children follow.
   *
   * @param children how many it has, not counting damaged entries
   * @param size of its contents in bytes
   * @param damaged entries that could not be understood
   */
  record Entered<T>(
      List<String> path, Directory node, int children, long size, List<DamagedEntry> damaged)
      implements DeepEvent<T> {}

  /** A directory could not be read, so that nothing below it is met. */
  record Unreadable<T>(List<String> path, Directory node, IOException problem)
      implements DeepEvent<T> {}
}
