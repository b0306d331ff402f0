package org.truckee.sftp.session;

import java.io.IOException;
import java.util.List;
import org.truckee.capability.Capability;
import org.truckee.grid.Directory;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;
import org.truckee.sftp.protocol.SftpException;

/** Follows the paths of one user ({@code spec/11 §A2}). */
record Paths(Grid grid, FilesystemNode root) {
  private static final String BY_CAPABILITY = "uri";

  /**
   * Where a path begins.
   *
   * @param start the root of the user, or what a capability names
   * @param names from there on
   */
  record Route(FilesystemNode start, List<String> names) {}

  /** Asks nobody. */
  Route route(UserPath path) throws SftpException {
    List<String> names = path.names();
    if (names.isEmpty() || !names.getFirst().equals(BY_CAPABILITY)) {
      return new Route(root, names);
    }
    if (names.size() == 1) {
      throw SftpException.noSuchFile("a capability has to follow: /uri/CAP");
    }
    return new Route(grid.node(Capability.parse(names.get(1))), names.subList(2, names.size()));
  }

  /**
   * Goes to the directory that a path ends in, and no further.
   *
   * @throws SftpException if something on the way is no directory
   */
  GridPlace place(UserPath path) throws IOException, InterruptedException {
    Route route = route(path);
    if (route.names().isEmpty()) {
      return new GridPlace.Whole(route.start());
    }
    FilesystemNode node = route.start();
    for (String name : route.names().subList(0, route.names().size() - 1)) {
      node = directory(node).get(name).node();
    }
    return new GridPlace.Entry(directory(node), route.names().getLast());
  }

  /** Whether a directory, by whatever name, is on the way to what a path ends in. */
  boolean leadThrough(UserPath path, Directory wanted) throws IOException, InterruptedException {
    Route route = route(path);
    Directory directory = directory(route.start());
    for (String name : route.names().subList(0, Math.max(0, route.names().size() - 1))) {
      if (isSame(directory, wanted)) {
        return true;
      }
      directory = directory(directory.get(name).node());
    }
    return isSame(directory, wanted);
  }

  /** Caps of one directory may grant more or less. Small immutable ones have no storage index. */
  private static boolean isSame(Directory one, Directory other) {
    return one.cap().equals(other.cap())
        || one.cap().storageIndex().isPresent()
            && one.cap().storageIndex().equals(other.cap().storageIndex());
  }

  private static Directory directory(FilesystemNode node) throws IOException {
    return switch (node) {
      case Directory directory -> directory;
      case FileNode _ -> throw SftpException.failure("there is a file in the path: no directory");
      case ProhibitedNode prohibited -> throw prohibited.problem();
      case UnknownNode _, VerifierNode _ ->
          throw SftpException.denied(
              "cannot open a child of an unknown object. Upgrading the gateway to a later version"
                  + " may help");
    };
  }
}
