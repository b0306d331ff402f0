package org.truckee.capability;

import java.util.Objects;
import java.util.Optional;

/**
 * {@code URI:DIR2-RO:}, {@code URI:DIR2-MDMF-RO:}, {@code URI:DIR2-CHK:} and {@code URI:DIR2-LIT:}:
 * grants listing a directory.
 *
 * @param file the file that holds the entries
 */
public record DirectoryReadCap(FileReadCap file) implements DirectoryCap, ReadCap {
  /** Takes no null. */
  public DirectoryReadCap {
    Objects.requireNonNull(file);
  }

  @Override
  public DirectoryReadCap readOnly() {
    return this;
  }

  @Override
  public Optional<VerifyCap> verifier() {
    return switch (file) {
      case ChkReadCap chk -> Optional.of(new DirectoryVerifyCap(chk.verifyCap()));
      case MutableReadCap mutable -> Optional.of(new DirectoryVerifyCap(mutable.verifyCap()));
      case LiteralCap _ -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return CapabilityText.describe(this);
  }
}
