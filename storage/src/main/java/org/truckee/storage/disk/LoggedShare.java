package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The file of a share that the write-ahead log has as well.
 *
 * @param path where the share is served from
 */
record LoggedShare(Path path, StorageDirectory directory, DiskSync sync) {
  /** Whether the file is there and has all that came, whatever leases were added since. */
  boolean isWhole(ByteBuffer container) throws IOException {
    try (ShareFile file = ShareFile.forReading(path)) {
      return ImmutableContainer.isGrownFrom(container, file);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Makes the content of the file durable, if it is there. */
  void makeDurable() throws IOException {
    try (ShareFile file = directory.openForChanging(path)) {
      sync.file(file);
    } catch (NoSuchFileException e) {
      return;
    }
  }

  /**
   * Puts another file with the same content in its place, or with what came if it has lost that.
   * Its directory is there, and nobody else changes the share.
   *
   * @param anew an empty file, to be renamed
   */
  void replace(ShareFile anew, ByteBuffer container) throws IOException {
    if (isWhole(container)) {
      try (ShareFile file = ShareFile.forReading(path)) {
        file.copyTo(anew, file.length());
      }
    } else {
      anew.write(0, container.duplicate());
    }
    sync.file(anew);
    Files.move(anew.path(), path, StandardCopyOption.ATOMIC_MOVE);
  }
}
