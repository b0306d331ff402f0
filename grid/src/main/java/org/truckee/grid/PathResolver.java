package org.truckee.grid;

import java.io.IOException;
import java.util.List;

/** Follows a path of names from a node down ({@code spec/03 §6.2}). */
final class PathResolver {
  private PathResolver() {}

  /** The node at the end; {@code start} itself for an empty path. No name is special. */
  static FilesystemNode resolve(FilesystemNode start, List<String> path)
      throws IOException, InterruptedException {
    FilesystemNode node = start;
    for (String name : path) {
      node = child(node, name);
    }
    return node;
  }

  private static FilesystemNode child(FilesystemNode parent, String name)
      throws IOException, InterruptedException {
    return switch (parent) {
      case Directory directory -> directory.get(name).node();
      case ProhibitedNode prohibited -> throw prohibited.problem();
      case FileNode _, VerifierNode _ -> throw new NotADirectoryException(name);
      case UnknownNode unknown -> {
        unknown.requireAccepted();
        throw new NoSuchChildException(name);
      }
    };
  }
}
