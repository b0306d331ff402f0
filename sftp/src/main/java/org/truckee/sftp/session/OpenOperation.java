package org.truckee.sftp.session;

import java.io.IOException;
import java.util.Optional;
import org.truckee.capability.LiteralCap;
import org.truckee.grid.Directory;
import org.truckee.grid.ExistingChildException;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Link;
import org.truckee.grid.Metadata;
import org.truckee.grid.NewLink;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.Overwrite;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;
import org.truckee.sftp.file.EntryKey;
import org.truckee.sftp.file.FileRooms;
import org.truckee.sftp.file.OpenFile;
import org.truckee.sftp.file.PendingFile;
import org.truckee.sftp.file.ReadHandle;
import org.truckee.sftp.file.Target;
import org.truckee.sftp.protocol.Attributes;
import org.truckee.sftp.protocol.OpenFlags;
import org.truckee.sftp.protocol.SftpException;

/** Opening a file, with every combination of flags ({@code spec/11 §A5}). */
record OpenOperation(Paths paths, FileRooms rooms) {
  private static final String UNKNOWN =
      "cannot open an unknown cap (or child of an unknown object). Upgrading the gateway to a later"
          + " Tahoe-LAFS version may help";

  /** What a client wants. */
  private record Wish(OpenFlags flags, Attributes attributes) {}

  /** Opens what a path leads to, and waits until what was closed there is in the grid. */
  OpenFile open(UserPath path, OpenFlags flags, Attributes attributes)
      throws IOException, InterruptedException {
    flags.check();
    if (path.isRoot()) {
      throw SftpException.noSuchFile("path cannot be empty");
    }
    Wish wish = new Wish(flags, attributes);
    GridPlace place = paths.place(path);
    rooms.pending().sync(rooms.pending().of(place.key()));
    return switch (place) {
      case GridPlace.Whole(FilesystemNode node) -> openByCapability(node, wish);
      case GridPlace.Entry(Directory parent, String name) ->
          flags.exclusive() ? createNew(parent, name, wish) : openEntry(parent, name, wish);
    };
  }

  private OpenFile openByCapability(FilesystemNode node, Wish wish)
      throws IOException, InterruptedException {
    FileNode file = file(node, "cannot open a directory cap");
    OpenFlags flags = wish.flags();
    if (flags.write() && FileAttributes.isReadOnly(node)) {
      throw SftpException.denied(
          "cannot write to a non-writeable filecap without a parent directory");
    }
    if (flags.exclusive()) {
      throw SftpException.failure("cannot create a file exclusively when it already exists");
    }
    Attributes attributes = FileAttributes.of(node);
    if (!flags.write()) {
      return ReadHandle.open(file, attributes, rooms);
    }
    return PendingFile.open(
        new PendingFile.Opening(
            new Target.ByCapability(node), Optional.of(file), attributes, Metadata.EMPTY, false),
        flags,
        rooms);
  }

  /** A new file has its name at once, and is empty until it is closed. */
  private OpenFile createNew(Directory parent, String name, Wish wish)
      throws IOException, InterruptedException {
    if (!parent.isWriteable()) {
      throw SftpException.failure(
          "cannot create a file exclusively when the parent directory is read-only");
    }
    if (!rooms.pending().of(EntryKey.of(parent, name)).isEmpty()) {
      // It is there for everybody who asks, although the grid does not have it yet.
      throw new ExistingChildException(name, false);
    }
    Metadata metadata = FileAttributes.metadata(wish.attributes());
    FilesystemNode empty = paths.grid().node(new LiteralCap(new byte[0]));
    parent.set(new NewLink(name, empty, Optional.of(metadata)), Overwrite.NEVER);
    // Whoever makes a file that nobody shall write may write it: git does that with all it stores.
    return PendingFile.open(
        new PendingFile.Opening(
            new Target.Entry(parent, name),
            Optional.empty(),
            FileAttributes.ofNew(metadata.isNoWrite()),
            metadata,
            true),
        wish.flags(),
        rooms);
  }

  private OpenFile openEntry(Directory parent, String name, Wish wish)
      throws IOException, InterruptedException {
    Link link;
    try {
      link = parent.get(name);
    } catch (NoSuchChildException _) {
      return create(parent, name, wish.flags());
    }
    FileNode file = file(link.node(), "cannot open a directory as if it were a file");
    OpenFlags flags = wish.flags();
    boolean changes = flags.write() || flags.create() && flags.truncate();
    if (changes && FileAttributes.isReadOnly(parent, link)) {
      throw notWriteable();
    }
    Attributes attributes = FileAttributes.of(parent, link);
    if (!changes) {
      return ReadHandle.open(file, attributes, rooms);
    }
    return PendingFile.open(
        new PendingFile.Opening(
            new Target.Entry(parent, name),
            Optional.of(file),
            attributes,
            FileAttributes.metadataWithoutPermissions(wish.attributes()),
            false),
        flags,
        rooms);
  }

  private OpenFile create(Directory parent, String name, OpenFlags flags)
      throws IOException, InterruptedException {
    if (!flags.create()) {
      throw SftpException.noSuchFile(
          "the file does not exist, and was not opened with the creation (CREAT) flag");
    }
    if (!parent.isWriteable()) {
      throw SftpException.denied("cannot create a file when the parent directory is read-only");
    }
    return PendingFile.open(
        new PendingFile.Opening(
            new Target.Entry(parent, name),
            Optional.empty(),
            FileAttributes.ofNew(false),
            Metadata.EMPTY,
            false),
        flags,
        rooms);
  }

  private static FileNode file(FilesystemNode node, String ifDirectory) throws IOException {
    return switch (node) {
      case FileNode file -> file;
      case Directory _ -> throw SftpException.denied(ifDirectory);
      case ProhibitedNode prohibited -> throw prohibited.problem();
      case UnknownNode _, VerifierNode _ -> throw SftpException.denied(UNKNOWN);
    };
  }

  private static SftpException notWriteable() {
    return SftpException.denied("cannot open a non-writeable file for writing");
  }
}
