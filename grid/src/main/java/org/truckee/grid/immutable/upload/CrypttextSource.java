package org.truckee.grid.immutable.upload;

import java.io.IOException;

/**
 * The enciphered file, read once from beginning to end: from a plaintext that is enciphered on the
 * way, or from the shares of a file whose key nobody knows. Used by one thread.
 */
public interface CrypttextSource extends AutoCloseable {
  /** Puts the next {@code length} bytes of crypttext at the beginning of {@code target}. */
  void read(byte[] target, int length) throws IOException, InterruptedException;

  /**
   * All has been read: the last chance to say that it was not what it should have been.
   *
   * @param crypttextHash the hash of all that was read
   */
  void finish(byte[] crypttextHash) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
