package org.truckee.firstgen.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.truckee.firstgen.upload.Uploadable;

/**
 * A body that lies on the disk while it is uploaded, as its key is only known when all is there.
 */
final class Spool implements AutoCloseable {
  private final Path file;

  private Spool(Path file) {
    this.file = file;
  }

  /** An empty one in a folder. */
  static Spool in(Path folder) throws IOException {
    return new Spool(Files.createTempFile(Files.createDirectories(folder), "body.", ".spool"));
  }

  /** With everything that a stream has. */
  static Spool of(InputStream in, Path folder) throws IOException {
    Spool spool = in(folder);
    try {
      Files.copy(in, spool.file, StandardCopyOption.REPLACE_EXISTING);
      return spool;
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  /** Where it lies. */
  Path file() {
    return file;
  }

  /** To be uploaded. */
  Uploadable uploadable() {
    return Uploadable.of(file);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
