package org.truckee.sftp.session;

import java.util.Optional;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.sftp.file.EntryKey;

/** What a path leads to. */
sealed interface GridPlace {
  /** By what pending files are found there; empty where there are none. */
  Optional<EntryKey> key();

  /** A thing that the path names by its capability; the root is one too. */
  record Whole(FilesystemNode node) implements GridPlace {
    @Override
    public Optional<EntryKey> key() {
      return EntryKey.of(node);
    }
  }

  /** A name, which may be there or not, in a directory. */
  record Entry(Directory parent, String name) implements GridPlace {
    @Override
    public Optional<EntryKey> key() {
      return EntryKey.of(parent, name);
    }
  }
}
