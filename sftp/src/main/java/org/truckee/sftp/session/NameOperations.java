package org.truckee.sftp.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.truckee.grid.ChildOfWrongTypeException;
import org.truckee.grid.DeleteOptions;
import org.truckee.grid.Directory;
import org.truckee.grid.ExistingChildException;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.Link;
import org.truckee.grid.Metadata;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.Overwrite;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;
import org.truckee.sftp.file.DirectoryHandle;
import org.truckee.sftp.file.FileRooms;
import org.truckee.sftp.file.PendingFile;
import org.truckee.sftp.file.PendingFiles;
import org.truckee.sftp.file.Target;
import org.truckee.sftp.protocol.Attributes;
import org.truckee.sftp.protocol.ReplyPacket;
import org.truckee.sftp.protocol.SftpException;

/**
 * What is done with names ({@code spec/11 §A4, A6}), so that files that are still being written are
 * there for it.
 */
record NameOperations(Paths paths, FileRooms rooms, LongName longNames) {
  private static final String BY_CAPABILITY = "an object specified by URI";

  /** What is said of what a path leads to. */
  Attributes stat(UserPath path) throws IOException, InterruptedException {
    GridPlace place = paths.place(path);
    rooms.pending().sync(rooms.pending().of(place.key()));
    return switch (place) {
      case GridPlace.Whole(FilesystemNode node) -> withSize(FileAttributes.of(node), node);
      case GridPlace.Entry entry -> stat(entry);
    };
  }

  private Attributes stat(GridPlace.Entry entry) throws IOException, InterruptedException {
    Optional<PendingFile> pending = last(entry);
    try {
      Link link = entry.parent().get(entry.name());
      Attributes attributes = FileAttributes.of(entry.parent(), link);
      return pending.filter(PendingFile::isChanged).isPresent()
          ? attributes.withSize(pending.get().size())
          : withSize(attributes, link.node());
    } catch (NoSuchChildException e) {
      return pending.map(PendingFile::attributes).orElseThrow(() -> e);
    }
  }

  /** Of a place that has several, that which was opened last is what its name shows. */
  private Optional<PendingFile> last(GridPlace.Entry entry) {
    List<PendingFile> pending = rooms.pending().of(entry.key());
    return pending.isEmpty() ? Optional.empty() : Optional.of(pending.getLast());
  }

  /** Servers have to be asked how long a mutable file is; if none knows, that is left out. */
  private static Attributes withSize(Attributes attributes, FilesystemNode node)
      throws IOException, InterruptedException {
    if (!(node instanceof MutableFileNode file)) {
      return attributes;
    }
    try {
      return attributes.withSize(file.contents().size());
    } catch (GridException _) {
      return attributes;
    }
  }

  /** Replaces what is said of a link. */
  void setStat(UserPath path, Attributes attributes) throws IOException, InterruptedException {
    if (attributes.size().isPresent()) {
      throw SftpException.unsupported("setAttrs wth size attribute unsupported");
    }
    GridPlace place = paths.place(path);
    Metadata metadata = FileAttributes.metadata(attributes);
    List<PendingFile> pending = rooms.pending().of(place.key());
    for (PendingFile file : pending) {
      file.redescribe(metadata);
    }
    rooms.pending().sync(pending);
    switch (place) {
      case GridPlace.Whole _ -> {
        if (pending.isEmpty()) {
          throw SftpException.noSuchFile("cannot change the link of " + BY_CAPABILITY);
        }
      }
      case GridPlace.Entry entry -> setMetadata(entry, metadata, pending.isEmpty());
    }
  }

  private static void setMetadata(GridPlace.Entry entry, Metadata metadata, boolean mustExist)
      throws IOException, InterruptedException {
    try {
      entry.parent().setMetadata(entry.name(), metadata);
    } catch (NoSuchChildException e) {
      if (mustExist) {
        throw e;
      }
    }
  }

  /** Begins to list a directory. */
  DirectoryHandle openDirectory(UserPath path) throws IOException, InterruptedException {
    FilesystemNode node = node(path);
    return switch (node) {
      case Directory directory -> listing(directory);
      case UnknownNode _, VerifierNode _ ->
          throw SftpException.denied(
              "cannot list an unknown cap as a directory. Upgrading the gateway to a later version"
                  + " may help");
      case FileNode _ -> throw SftpException.denied("cannot list a file as if it were a directory");
      case ProhibitedNode prohibited -> throw prohibited.problem();
    };
  }

  private FilesystemNode node(UserPath path) throws IOException, InterruptedException {
    return switch (paths.place(path)) {
      case GridPlace.Whole(FilesystemNode node) -> node;
      case GridPlace.Entry(Directory parent, String name) -> parent.get(name).node();
    };
  }

  private DirectoryHandle listing(Directory directory) throws IOException, InterruptedException {
    rooms.pending().sync(rooms.pending().closingIn(directory));
    return new DirectoryHandle(
        directory.list().links().stream().filter(link -> UserPath.canName(link.name())).toList(),
        link -> {
          Attributes attributes = FileAttributes.of(directory, link);
          return new ReplyPacket.Name(
              link.name(), longNames.of(link.name(), attributes), attributes);
        },
        FileAttributes.of(directory),
        rooms.threads());
  }

  /** Creates a directory and those above it. */
  void makeDirectory(UserPath path, Attributes attributes)
      throws IOException, InterruptedException {
    if (attributes.forbidWriting()) {
      throw SftpException.denied("cannot create a directory that is initially read-only");
    }
    Paths.Route route = paths.route(path);
    FilesystemNode node = route.start();
    for (String name : route.names()) {
      node = subdirectory(asDirectory(node), name);
    }
    asDirectory(node);
  }

  private static Directory asDirectory(FilesystemNode node) throws IOException {
    return switch (node) {
      case Directory directory -> directory;
      case ProhibitedNode prohibited -> throw prohibited.problem();
      case FileNode _, UnknownNode _, VerifierNode _ ->
          throw SftpException.failure("cannot create directory because there is a file in the way");
    };
  }

  private FilesystemNode subdirectory(Directory parent, String name)
      throws IOException, InterruptedException {
    try {
      return parent.get(name).node();
    } catch (NoSuchChildException _) {
      if (last(new GridPlace.Entry(parent, name)).isPresent()) {
        throw SftpException.failure("cannot create directory because there is a file in the way");
      }
    }
    try {
      return parent.createSubdirectory(
          name, NewDirectory.EMPTY, Optional.of(Metadata.EMPTY), Overwrite.NEVER);
    } catch (ExistingChildException _) {
      // Somebody else was faster.
      return parent.get(name).node();
    }
  }

  /** Removes the link of a directory, whatever is in it. */
  void removeDirectory(UserPath path) throws IOException, InterruptedException {
    GridPlace.Entry entry = entry(path, "cannot remove " + BY_CAPABILITY);
    try {
      entry.parent().delete(entry.name(), DeleteOptions.DEFAULT.onlyDirectory());
    } catch (ChildOfWrongTypeException _) {
      throw SftpException.denied("delete required a directory, not a file");
    } catch (NoSuchChildException e) {
      if (last(entry).isPresent()) {
        throw SftpException.denied("delete required a directory, not a file");
      }
      throw e;
    }
  }

  /** Removes the link of a file; what is written to it from now on goes nowhere. */
  void remove(UserPath path) throws IOException, InterruptedException {
    GridPlace.Entry entry = entry(path, "cannot remove " + BY_CAPABILITY);
    List<PendingFile> abandoned = rooms.pending().abandon(entry.key());
    rooms.pending().sync(abandoned);
    try {
      entry
          .parent()
          .delete(
              entry.name(),
              (abandoned.isEmpty() ? DeleteOptions.DEFAULT : DeleteOptions.IF_THERE).onlyFile());
    } catch (ChildOfWrongTypeException _) {
      throw SftpException.denied("delete required a file, not a directory");
    }
  }

  /**
   * Moves a link.
   *
   * @param replacing whether the new name may be taken already
   */
  void rename(UserPath path, UserPath target, boolean replacing)
      throws IOException, InterruptedException {
    GridPlace.Entry from = entry(path, "cannot rename a source object specified by URI");
    GridPlace.Entry to = entry(target, "cannot rename to a destination specified by URI");
    if (path.isAbove(target) && !path.equals(target)) {
      throw intoItself();
    }
    if (!replacing) {
      requireFree(to, target);
    }
    if (from.key().isEmpty() || to.key().isEmpty()) {
      throw SftpException.denied("the directory cannot be changed");
    }
    if (last(from).isEmpty()) {
      // Else one that is being written at the target would be lost for nothing.
      Link link = from.parent().get(from.name());
      if (link.node() instanceof Directory directory
          && !from.parent().cap().equals(to.parent().cap())
          && paths.leadThrough(target, directory)) {
        throw intoItself();
      }
    }
    PendingFiles.Moved moved =
        rooms
            .pending()
            .move(
                new Target.Entry(from.parent(), from.name()),
                new Target.Entry(to.parent(), to.name()));
    rooms.pending().sync(moved.concerned());
    try {
      from.parent()
          .move(
              from.name(), to.parent(), to.name(), replacing ? Overwrite.ALWAYS : Overwrite.NEVER);
    } catch (NoSuchChildException e) {
      if (!moved.any()) {
        throw e;
      }
    } catch (ExistingChildException _) {
      throw existing(target);
    }
  }

  private void requireFree(GridPlace.Entry entry, UserPath path)
      throws IOException, InterruptedException {
    if (last(entry).isPresent() || entry.parent().has(entry.name())) {
      throw existing(path);
    }
  }

  private static SftpException intoItself() {
    return SftpException.failure("a directory cannot be moved into itself");
  }

  private static SftpException existing(UserPath path) {
    return SftpException.denied("cannot rename to existing path " + path.text());
  }

  private GridPlace.Entry entry(UserPath path, String otherwise)
      throws IOException, InterruptedException {
    return switch (paths.place(path)) {
      case GridPlace.Entry entry -> entry;
      case GridPlace.Whole _ -> throw SftpException.noSuchFile(otherwise);
    };
  }
}
