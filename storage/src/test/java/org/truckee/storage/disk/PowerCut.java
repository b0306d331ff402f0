package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is on the disk of a running server, in another directory, to be damaged there. */
final class PowerCut implements AutoCloseable {
  private final Path original;
  private final Path directory;

  PowerCut(Path original) throws IOException {
    this.original = original;
    this.directory = Files.createTempDirectory("power-cut");
    try (Stream<Path> paths = Files.walk(original)) {
      for (Path path : paths.skip(1).toList()) {
        Files.copy(path, moved(path));
      }
    }
  }

  Path directory() {
    return directory;
  }

  /** Where a file of the original is now. */
  Path moved(Path path) {
    return directory.resolve(original.relativize(path));
  }

  /** Deletes a file or a directory of the original, if it is there. */
  void lose(Path path) throws IOException {
    delete(moved(path));
  }

  private static void delete(Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(top)) {
      List<Path> all = paths.toList();
      for (Path path : all.reversed()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    delete(directory);
  }
}
