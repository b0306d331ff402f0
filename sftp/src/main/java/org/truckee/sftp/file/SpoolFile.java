package org.truckee.sftp.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import org.truckee.crypto.AesCtr;
import org.truckee.crypto.EncryptionKey;
import org.truckee.grid.SpoolException;

/**
 * A file for bytes here and there, which nobody else can make sense of: it has no name (on systems
 * where files can be used without one), its owner alone may read it, and it is enciphered under a
 * key that only this object has. Gone when it is closed, or when the program ends.
 */
final class SpoolFile implements AutoCloseable {
  private final Path directory;
  private final EncryptionKey key;
  private final FileChannel file;

  private SpoolFile(Path directory, EncryptionKey key, FileChannel file) {
    this.directory = directory;
    this.key = key;
    this.file = file;
  }

  /**
   * Makes one.
   *
   * @throws SpoolException if there is no room, or no such directory
   */
  static SpoolFile in(Path directory, SecureRandom random) throws SpoolException {
    byte[] key = new byte[EncryptionKey.LENGTH];
    random.nextBytes(key);
    try {
      // A program that tidies up may have removed the directory.
      Files.createDirectories(directory);
      Path path = Files.createTempFile(directory, "truckee-sftp-", ".tmp");
      try {
        return new SpoolFile(
            directory,
            new EncryptionKey(key),
            FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE));
      } catch (IOException e) {
        Files.deleteIfExists(path);
        throw e;
      }
    } catch (IOException e) {
      throw new SpoolException(directory, e);
    }
  }

  /** Writes all of it at a place. */
  void write(long offset, byte[] data, int from, int length) throws SpoolException {
    byte[] crypttext = new byte[length];
    AesCtr.at(key, offset).process(data, from, length, crypttext, 0);
    ByteBuffer buffer = ByteBuffer.wrap(crypttext);
    try {
      while (buffer.hasRemaining()) {
        file.write(buffer, offset + buffer.position());
      }
    } catch (IOException e) {
      throw new SpoolException(directory, e);
    }
  }

  /** Reads what was written at a place. */
  void read(long offset, byte[] target, int from, int length) throws SpoolException {
    ByteBuffer buffer = ByteBuffer.wrap(target, from, length);
    try {
      while (buffer.hasRemaining()) {
        if (file.read(buffer, offset + length - buffer.remaining()) < 0) {
          throw new IOException("the file is shorter than what was written to it");
        }
      }
    } catch (IOException e) {
      throw new SpoolException(directory, e);
    }
    AesCtr.at(key, offset).process(target, from, length);
  }

  /** Gives the space behind a place back. */
  void truncate(long size) throws SpoolException {
    try {
      file.truncate(size);
    } catch (IOException e) {
      throw new SpoolException(directory, e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException _) {
      // Nothing is wanted of it any more.
    }
  }
}
