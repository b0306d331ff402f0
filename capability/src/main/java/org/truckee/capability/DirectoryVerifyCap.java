package org.truckee.capability;

import java.util.Objects;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;

/**
 * {@code URI:DIR2-Verifier:}, {@code URI:DIR2-MDMF-Verifier:} and {@code URI:DIR2-CHK-Verifier:}:
 * grants checking the shares of a directory. It is its own verify cap.
 *
 * @param file the verify cap of the file that holds the entries
 */
public record DirectoryVerifyCap(FileVerifyCap file) implements DirectoryCap, VerifyCap {
  /** Takes no null. */
  public DirectoryVerifyCap {
    Objects.requireNonNull(file);
  }

  @Override
  public DirectoryVerifyCap readOnly() {
    return this;
  }

  @Override
  public StorageIndex index() {
    return file.index();
  }

  @Override
  public Optional<StorageIndex> storageIndex() {
    return Optional.of(index());
  }

  @Override
  public boolean isMutable() {
    return false;
  }

  @Override
  public String toString() {
    return CapabilityText.describe(this);
  }
}
