package org.truckee.grid.immutable.assist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.truckee.grid.GridException;
import org.truckee.grid.immutable.upload.CrypttextSource;
import org.truckee.grid.transfer.FileThreads;

/** Crypttext that has come from a client, read from its file. */
final class StoredCrypttext implements CrypttextSource {
  private final FileThreads threads;
  private final InputStream in;

  StoredCrypttext(Path file, FileThreads threads) throws IOException {
    this.threads = threads;
    this.in = threads.call(() -> Files.newInputStream(file));
  }

  @Override
  public void read(byte[] target, int length) throws IOException {
    if (threads.call(() -> in.readNBytes(target, 0, length)) < length) {
      throw new GridException("a file of the helper has become shorter");
    }
  }

  /** Only the client knows what it should have been. */
  @Override
  public void finish(byte[] crypttextHash) {}

  @Override
  public void close() throws IOException {
    in.close();
  }
}
