package org.truckee.grid.immutable.upload;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.transfer.FileThreads;

/** A file that loses its name at once, on systems where files can while they are used. */
final class SpoolFile implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolFile.class);
  private static final String PREFIX = "truckee-upload-";
  private static final String SUFFIX = ".tmp";

  private final FileChannel channel;
  private final FileThreads threads;

  private SpoolFile(FileChannel channel, FileThreads threads) {
    this.channel = channel;
    this.threads = threads;
  }

  static SpoolFile create(SpoolFolder folder) throws IOException {
    FileThreads threads = folder.threads();
    return new SpoolFile(threads.call(() -> open(folder.directory())), threads);
  }

  private static FileChannel open(Path directory) throws IOException {
    // The directory may have been removed by a program that tidies up.
    Files.createDirectories(directory);
    return FileChannel.open(
        directory.resolve(PREFIX + UUID.randomUUID() + SUFFIX),
        Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE),
        ownerOnly(directory));
  }

  private static FileAttribute<?>[] ownerOnly(Path directory) {
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Removes the files of programs that were killed before theirs had lost its name. One that is in
   * use loses only its name.
   */
  static void removeLeftovers(SpoolFolder folder) {
    Path directory = folder.directory();
    try {
      folder.threads().call(() -> removeAll(directory));
    } catch (NoSuchFileException e) {
      LOG.debug("nothing was ever kept in {}", directory);
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("files of broken uploads may be left in {}: {}", directory, e.toString());
    }
  }

  private static boolean removeAll(Path directory) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
    return true;
  }

  /** Adds the first {@code length} bytes. */
  void append(byte[] bytes, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    threads.call(
        () -> {
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
          return null;
        });
  }

  /** Reads what is at {@code position}, like {@link java.io.InputStream#read(byte[], int, int)}. */
  int read(long position, byte[] target, int offset, int length) throws IOException {
    return threads.call(() -> channel.read(ByteBuffer.wrap(target, offset, length), position));
  }

  @Override
  public void close() throws IOException {
    threads.call(
        () -> {
          channel.close();
          return null;
        });
  }
}
