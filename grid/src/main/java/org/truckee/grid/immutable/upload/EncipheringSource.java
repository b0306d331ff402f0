package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.io.InputStream;
import org.truckee.crypto.AesCtr;
import org.truckee.crypto.EncryptionKey;
import org.truckee.grid.Source;
import org.truckee.grid.SourceChangedException;
import org.truckee.grid.transfer.Workers;

/** Enciphers a plaintext as it is read ({@code spec/01 §6.3}). */
final class EncipheringSource implements CrypttextSource {
  private final Source source;
  private final Object state;
  private final long size;
  private final InputStream plaintext;
  private final AesCtr cipher;
  private final Workers workers;
  private long position;

  /**
   * Opens the source.
   *
   * @param state of the source when its key and size were found out
   */
  EncipheringSource(Source source, Object state, long size, EncryptionKey key, Workers workers)
      throws IOException {
    this.source = source;
    this.state = state;
    this.size = size;
    this.plaintext = source.open();
    this.cipher = AesCtr.atStart(key);
    this.workers = workers;
  }

  @Override
  public void read(byte[] target, int length) throws IOException, InterruptedException {
    int read = plaintext.readNBytes(target, 0, length);
    position += read;
    if (read < length) {
      throw new SourceChangedException(
          "the file had %d bytes when its upload began, but now ends after %d; upload it again"
              .formatted(size, position));
    }
    workers.run(length, () -> cipher.process(target, 0, length));
  }

  @Override
  public void finish() throws IOException {
    if (plaintext.read() >= 0) {
      throw new SourceChangedException(
          "the file had %d bytes when its upload began, but now has more; upload it again"
              .formatted(size));
    }
    if (!source.state().equals(state)) {
      throw new SourceChangedException("the file changed during its upload; upload it again");
    }
  }

  @Override
  public void close() throws IOException {
    plaintext.close();
  }
}
