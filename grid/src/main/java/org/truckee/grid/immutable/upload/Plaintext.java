package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.truckee.crypto.AesCtr;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.TaggedHasher;
import org.truckee.grid.Source;
import org.truckee.grid.SourceChangedException;
import org.truckee.grid.transfer.Workers;

/**
 * What an upload stores: the bytes that a source had when the upload began. A source that has grown
 * since then still has them; any other change is an error.
 *
 * @param source gives the bytes
 * @param state of the source at the beginning
 * @param size at the beginning
 * @param keyHasher with what the key was derived from the bytes; empty if it was not
 */
record Plaintext(
    Source source, Object state, long size, Optional<Supplier<TaggedHasher>> keyHasher) {
  private static final int CHUNK = 512 << 10;

  /**
   * All has been enciphered: makes sure that it was what the key was derived from. A source that
   * has grown is read once more to see whether it has kept what it had.
   *
   * @param crypttextHash the hash of what was enciphered
   */
  void requireUnchanged(EncryptionKey key, byte[] crypttextHash, Workers workers)
      throws IOException, InterruptedException {
    if (source.state().equals(state)) {
      return;
    }
    if (source.size() <= size || !isBeginning(key, crypttextHash, workers)) {
      throw new SourceChangedException("the file changed during its upload; upload it again");
    }
  }

  private boolean isBeginning(EncryptionKey key, byte[] crypttextHash, Workers workers)
      throws IOException, InterruptedException {
    AesCtr cipher = AesCtr.atStart(key);
    TaggedHasher crypttextHasher = HashTag.CRYPTTEXT.hasher();
    Optional<TaggedHasher> ofKey = keyHasher.map(Supplier::get);
    byte[] chunk = new byte[(int) Math.min(CHUNK, size)];
    long left = size;
    try (InputStream in = source.open()) {
      while (left > 0) {
        int wanted = (int) Math.min(chunk.length, left);
        int read = in.readNBytes(chunk, 0, wanted);
        left -= read;
        if (read < wanted) {
          return false;
        }
        workers.run(
            read,
            () -> {
              ofKey.ifPresent(hasher -> hasher.update(chunk, 0, read));
              cipher.process(chunk, 0, read);
              crypttextHasher.update(chunk, 0, read);
            });
      }
    }
    boolean sameKey = ofKey.isEmpty() || new EncryptionKey(ofKey.get().digest()).equals(key);
    return sameKey && Arrays.equals(crypttextHasher.digest(), crypttextHash);
  }
}
