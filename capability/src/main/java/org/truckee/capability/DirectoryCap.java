package org.truckee.capability;

import java.util.Optional;
import org.truckee.crypto.StorageIndex;

/**
 * A cap that names a directory: the cap of the file that holds its entries, with another prefix.
 */
public sealed interface DirectoryCap extends KnownCapability
    permits DirectoryWriteCap, DirectoryReadCap, DirectoryVerifyCap {
  /** The cap of the file that holds the entries; it grants the same. */
  FileCap file();

  @Override
  DirectoryCap readOnly();

  @Override
  default Optional<StorageIndex> storageIndex() {
    return file().storageIndex();
  }

  @Override
  default boolean isMutable() {
    return file().isMutable();
  }
}
