package org.truckee.firstgen.download;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file on a disk. It appears under its name when it is complete and all its hashes agree; what
 * was written of one that fails is removed.
 */
public final class FileTarget implements DownloadTarget<Path> {
  private final Path path;
  private Optional<Path> aside = Optional.empty();
  private Optional<OutputStream> out = Optional.empty();

  /** The file with that name, which is replaced. */
  public FileTarget(Path path) {
    this.path = path.toAbsolutePath();
  }

  @Override
  public void open(long size) throws IOException {
    Path made = Files.createTempFile(path.getParent(), path.getFileName() + ".", ".part");
    aside = Optional.of(made);
    out = Optional.of(Files.newOutputStream(made));
  }

  @Override
  public void write(byte[] data) throws IOException {
    out.orElseThrow().write(data);
  }

  @Override
  public void close() throws IOException {
    out.orElseThrow().close();
  }

  @Override
  public void fail(Exception why) {
    try {
      if (out.isPresent()) {
        out.get().close();
      }
      if (aside.isPresent()) {
        Files.deleteIfExists(aside.get());
      }
    } catch (IOException e) {
      why.addSuppressed(new UncheckedIOException(e));
    }
  }

  @Override
  public Path finish() throws IOException {
    Files.move(aside.orElseThrow(), path, StandardCopyOption.REPLACE_EXISTING);
    return path;
  }
}
