package org.truckee.sftp.file;

import java.text.Normalizer;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;

/**
 * By what pending files find each other: a name in a directory, whatever path leads there, or a
 * file that was opened by its capability. Never printed: it holds a write cap.
 *
 * @param holder the write cap of the directory or of the file
 * @param name in the directory, in normal form
 */
public record EntryKey(Capability holder, Optional<String> name) {
  /** Of a name in a directory; empty if the directory cannot be changed, so that nothing waits. */
  public static Optional<EntryKey> of(Directory parent, String name) {
    return parent
        .writeCap()
        .map(
            cap -> new EntryKey(cap, Optional.of(Normalizer.normalize(name, Normalizer.Form.NFC))));
  }

  /** Of a file by its capability; empty if it cannot be changed. */
  public static Optional<EntryKey> of(FilesystemNode file) {
    return file.writeCap().map(cap -> new EntryKey(cap, Optional.empty()));
  }

  @Override
  public String toString() {
    return "a place in a directory";
  }
}
