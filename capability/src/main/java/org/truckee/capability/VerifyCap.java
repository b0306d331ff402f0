package org.truckee.capability;

import java.util.Optional;
import org.truckee.crypto.StorageIndex;

/** A cap that grants finding, checking and repairing shares, but not reading what they hold. */
public sealed interface VerifyCap extends KnownCapability
    permits FileVerifyCap, DirectoryVerifyCap {
  @Override
  VerifyCap readOnly();

  /** Where the shares are. */
  StorageIndex index();

  @Override
  default Optional<StorageIndex> storageIndex() {
    return Optional.of(index());
  }

  @Override
  default Optional<VerifyCap> verifier() {
    return Optional.of(this);
  }

  @Override
  default boolean isReadOnly() {
    return true;
  }

  @Override
  default boolean isMutable() {
    return false;
  }
}
