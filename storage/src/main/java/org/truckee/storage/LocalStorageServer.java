package org.truckee.storage;

import java.util.Optional;
import java.util.Set;
import org.truckee.crypto.StorageIndex;

/** A storage server in this process, with what it takes to offer it over a wire. */
public interface LocalStorageServer extends StorageServer {
  /** Whether the index has any complete share, immutable or mutable, that can carry a lease. */
  boolean hasShares(StorageIndex index) throws StorageException;

  /**
   * The numbers of the complete shares. For {@link ShareKind#MUTABLE} the contents are not looked
   * at.
   */
  Set<ShareNumber> listShares(ShareKind kind, StorageIndex index) throws StorageException;

  /** Opens a complete share; empty if there is none with this number. */
  Optional<OpenShare> openShare(ShareKind kind, StorageIndex index, ShareNumber share)
      throws StorageException;

  /** A share that is held open, its length fixed at the time of opening. */
  interface OpenShare extends BucketReader, AutoCloseable {
    /** Bytes of share data. */
    long length();

    @Override
    int read(long offset, java.nio.ByteBuffer target) throws StorageException;

    @Override
    void close();
  }
}
