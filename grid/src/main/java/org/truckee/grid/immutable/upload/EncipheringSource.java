package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.io.InputStream;
import org.truckee.crypto.AesCtr;
import org.truckee.crypto.EncryptionKey;
import org.truckee.grid.SourceChangedException;
import org.truckee.grid.transfer.Workers;

/** Enciphers a plaintext as it is read ({@code spec/01 §6.3}). */
final class EncipheringSource implements CrypttextSource {
  private final Plaintext plaintext;
  private final EncryptionKey key;
  private final InputStream in;
  private final AesCtr cipher;
  private final Workers workers;
  private long position;

  /** Opens the source of the plaintext. */
  EncipheringSource(Plaintext plaintext, EncryptionKey key, Workers workers) throws IOException {
    this.plaintext = plaintext;
    this.key = key;
    this.in = plaintext.source().open();
    this.cipher = AesCtr.atStart(key);
    this.workers = workers;
  }

  @Override
  public void read(byte[] target, int length) throws IOException, InterruptedException {
    int read = in.readNBytes(target, 0, length);
    position += read;
    if (read < length) {
      throw new SourceChangedException(
          "the file had %d bytes when its upload began, but now ends after %d; upload it again"
              .formatted(plaintext.size(), position));
    }
    workers.run(length, () -> cipher.process(target, 0, length));
  }

  @Override
  public void finish(byte[] crypttextHash) throws IOException, InterruptedException {
    plaintext.requireUnchanged(key, crypttextHash, workers);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
