package org.truckee.sftp.file;

import java.util.Optional;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;

/** Where a pending file goes when it is closed. */
public sealed interface Target {
  /** By what others find it. */
  Optional<EntryKey> key();

  /** A name in a directory. */
  record Entry(Directory parent, String name) implements Target {
    @Override
    public Optional<EntryKey> key() {
      return EntryKey.of(parent, name);
    }

    @Override
    public String toString() {
      return "an entry of a directory";
    }
  }

  /** A file without a name, which can only be changed in place. */
  record ByCapability(FilesystemNode file) implements Target {
    @Override
    public Optional<EntryKey> key() {
      return EntryKey.of(file);
    }
  }
}
