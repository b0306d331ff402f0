package org.truckee.storage;

import java.nio.ByteBuffer;

/** The upload of one immutable share ({@code spec/04 §9.2}). Used by one thread at a time. */
public interface BucketWriter {
  /**
   * Writes the remaining bytes of {@code data}, one buffer after another, as one range. The buffers
   * are consumed. Ranges may come in any order and may repeat what was written.
   *
   * @param offset where in the share the range begins
   * @throws ConflictingWriteException if the range contradicts bytes written before
   * @throws DataTooLargeException if the range goes beyond the allocated size
   * @throws UploadGoneException if the upload was closed, aborted, or timed out
   */
  WriteProgress write(long offset, ByteBuffer... data)
      throws StorageException, InterruptedException;

  /**
   * Ends the upload. When this returns the share is complete, visible and, on a durable server,
   * survives a power failure.
   *
   * @throws IncompleteShareException if bytes are missing and the server insists on them
   */
  void close() throws StorageException, InterruptedException;

  /** Gives the upload up and frees its space. Nothing happens if it has ended already. */
  void abort() throws StorageException, InterruptedException;

  /** The writer of a share that is complete already, which can only be taken back. */
  static BucketWriter ofComplete(TakeBack takeBack) {
    return new CompleteShare(takeBack);
  }

  /** Makes it as if a share had never been stored, as far as that is still possible. */
  @FunctionalInterface
  interface TakeBack {
    /** Nothing happens if it is too late. */
    void takeBack() throws StorageException, InterruptedException;
  }
}
