package org.truckee.storage;

import java.nio.ByteBuffer;

/** A share that was stored whole; see {@link StorageShortcuts#storeWhole}. */
record CompleteShare(TakeBack takeBack) implements BucketWriter {
  @Override
  public WriteProgress write(long offset, ByteBuffer... data) throws UploadGoneException {
    throw new UploadGoneException("the share is complete already");
  }

  @Override
  public void close() {
    // It is complete.
  }

  @Override
  public void abort() throws StorageException, InterruptedException {
    takeBack.takeBack();
  }
}
