package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Learns what the disk is about to do. A test can let it fail there as a disk would. */
interface DiskWatch {
  /** Lets everything happen. */
  DiskWatch NONE =
      new DiskWatch() {
        @Override
        public void writing(Path file, long bytes) {}

        @Override
        public void syncing(Path path) {}
      };

  /** Some bytes are to be written to a new file. */
  void writing(Path file, long bytes) throws IOException;

  /** A file or a directory is to be made durable. */
  void syncing(Path path) throws IOException;
}
