package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.truckee.storage.StorageException;

/**
 * A file outside of a storage directory that says that there was one. Without it a disk that is not
 * mounted looks like a server that is new.
 *
 * @param marker where the file is; any other program leaves it alone
 * @param root the storage directory
 */
record ServedMarker(Path marker, Path root) {
  private static final String TEXT =
      """
      Truckee has served shares from the directory in the next line, and does not start without it.
      %s
      If its shares are gone for good, delete this file.
      """;

  /**
   * Compares.
   *
   * @throws StorageException if there were shares and now there is nothing
   */
  void check() throws IOException {
    if (!Files.exists(marker) || Files.isDirectory(root.resolve("shares"))) {
      return;
    }
    // Another directory may have been configured since.
    if (Files.readString(marker, StandardCharsets.UTF_8).equals(text())) {
      throw new StorageException(
          ("there are no shares in %s, where there were some before: is its disk mounted? If they"
                  + " are gone for good, delete %s, and the server begins anew")
              .formatted(root, marker));
    }
  }

  /** Notes that the directory is served. */
  void write(DiskSync sync) throws IOException {
    if (Files.exists(marker) && Files.readString(marker, StandardCharsets.UTF_8).equals(text())) {
      return;
    }
    Path beside = marker.resolveSibling(marker.getFileName() + ".new");
    Files.deleteIfExists(beside);
    try (ShareFile file = ShareFile.create(beside)) {
      file.write(0, ByteBuffer.wrap(text().getBytes(StandardCharsets.UTF_8)));
      sync.file(file);
    }
    Files.move(beside, marker, StandardCopyOption.ATOMIC_MOVE);
    sync.directory(marker.toAbsolutePath().getParent());
  }

  private String text() {
    return TEXT.formatted(root.toAbsolutePath());
  }
}
