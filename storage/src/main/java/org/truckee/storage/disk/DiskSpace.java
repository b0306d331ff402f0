package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** The space on the disk of the shares ({@code spec/04 §11}). */
interface DiskSpace {
  /** What there is now. */
  Figures figures() throws IOException;

  /** Bytes that are free for everybody now. */
  default long free() throws IOException {
    return figures().freeForNonRoot();
  }

  /**
   * Bytes of a file system.
   *
   * @param total its size
   * @param freeForRoot free, counting what only the superuser may use
   * @param freeForNonRoot free for everybody
   */
  record Figures(long total, long freeForRoot, long freeForNonRoot) {}

  /** The space of the file system that {@code path} is on. */
  static DiskSpace of(Path path) throws IOException {
    FileStore store = Files.getFileStore(path);
    return new DiskSpace() {
      @Override
      public Figures figures() throws IOException {
        return new Figures(
            store.getTotalSpace(), store.getUnallocatedSpace(), store.getUsableSpace());
      }

      @Override
      public long free() throws IOException {
        return store.getUsableSpace();
      }
    };
  }

  /** Whether an operation failed because the disk is full; the JDK has no type for this. */
  static boolean isFull(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("No space left on device") || message.contains("quota exceeded");
  }
}
