package org.truckee.storage.disk;

import java.io.IOException;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.StorageException;

/** The work of calls on files, with errors that callers understand. Thread-safe. */
final class DiskCalls {
  private final FileWork files;

  DiskCalls(FileWork files) {
    this.files = files;
  }

  /**
   * Does the work, where it does not keep other calls from running.
   *
   * @param what completes "could not …" in errors
   */
  <T> T call(String what, FileWork.Work<T> work) throws StorageException, InterruptedException {
    try {
      return files.call(work);
    } catch (IOException e) {
      throw typed(what, e);
    }
  }

  /**
   * Does work of a few system calls none of which is a sync.
   *
   * @param what completes "could not …" in errors
   */
  <T> T callBriefly(String what, FileWork.Work<T> work)
      throws StorageException, InterruptedException {
    try {
      return files.callBriefly(work);
    } catch (IOException e) {
      throw typed(what, e);
    }
  }

  /**
   * Does brief work also for a caller that is interrupted.
   *
   * @param what completes "could not …" in errors
   */
  <T> T callUninterruptibly(String what, FileWork.UninterruptibleWork<T> work)
      throws StorageException {
    try {
      return files.callUninterruptibly(work);
    } catch (IOException e) {
      throw typed(what, e);
    }
  }

  /**
   * Does work with a sync also for a caller that is interrupted.
   *
   * @param what completes "could not …" in errors
   */
  <T> T callLongUninterruptibly(String what, FileWork.UninterruptibleWork<T> work)
      throws StorageException {
    try {
      return files.callLongUninterruptibly(work);
    } catch (IOException e) {
      throw typed(what, e);
    }
  }

  /** An error of the disk as callers of a storage server know it. */
  static StorageException typed(String what, IOException e) {
    return switch (e) {
      case StorageException typed -> typed;
      case IOException full when DiskSpace.isFull(full) ->
          new NoSpaceException("could not %s: the disk is full".formatted(what), e);
      default -> new StorageException("could not %s: %s".formatted(what, e), e);
    };
  }
}
