package org.truckee.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is being written. Until it is complete it has another name beside its own, so that
 * nobody takes half a file for a whole one; if it never is, nothing of it is left behind.
 */
final class Download implements AutoCloseable {
  private final Path target;
  private final Path draft;
  private final OutputStream stream;
  private boolean completed;

  private Download(Path target, Path draft, OutputStream stream) {
    this.target = target;
    this.draft = draft;
    this.stream = stream;
  }

  /**
   * Begins to write a file. A link is followed; a device or pipe is written to directly.
   *
   * @throws IOException if it cannot be written
   */
  static Download to(Path file) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file;
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      return new Download(target, null, Files.newOutputStream(target, StandardOpenOption.WRITE));
    }
    Path draft =
        target.resolveSibling(
            ".%s.%d.part".formatted(target.getFileName(), ProcessHandle.current().pid()));
    return new Download(target, draft, Files.newOutputStream(draft));
  }

  /** Where the bytes go. */
  OutputStream stream() {
    return stream;
  }

  /** All bytes have been written: gives the file its name. */
  void complete() throws IOException {
    stream.close();
    if (draft != null) {
      if (Files.exists(target) && isPosix()) {
        Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(target));
      }
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }
    completed = true;
  }

  private boolean isPosix() {
    return target.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public void close() throws IOException {
    stream.close();
    if (draft != null && !completed) {
      Files.deleteIfExists(draft);
    }
  }
}
