package org.truckee.grid.immutable.upload;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.truckee.grid.transfer.FileThreads;

/** A file that loses its name at once, on systems where files can while they are used. */
final class SpoolFile implements Closeable {
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
    Path path = Files.createTempFile(directory, "truckee-upload-", ".tmp");
    try {
      return FileChannel.open(
          path,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
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
