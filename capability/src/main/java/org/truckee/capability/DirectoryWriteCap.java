package org.truckee.capability;

import java.util.Objects;
import java.util.Optional;

/**
 * {@code URI:DIR2:} and {@code URI:DIR2-MDMF:}: grants listing and changing a directory.
 *
 * @param file the mutable file that holds the entries
 */
public record DirectoryWriteCap(MutableWriteCap file) implements DirectoryCap, WriteCap {
  /** Takes no null. */
  public DirectoryWriteCap {
    Objects.requireNonNull(file);
  }

  @Override
  public DirectoryReadCap readOnly() {
    return new DirectoryReadCap(file.readOnly());
  }

  @Override
  public boolean isMutable() {
    return true;
  }

  /** The cap that only grants checking the shares. */
  public DirectoryVerifyCap verifyCap() {
    return new DirectoryVerifyCap(file.verifyCap());
  }

  @Override
  public Optional<VerifyCap> verifier() {
    return Optional.of(verifyCap());
  }

  @Override
  public String toString() {
    return CapabilityText.describe(this);
  }
}
