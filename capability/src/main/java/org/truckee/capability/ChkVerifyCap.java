package org.truckee.capability;

import java.util.Objects;
import org.truckee.crypto.StorageIndex;

/**
 * {@code URI:CHK-Verifier:}: grants checking and repairing the shares of an immutable file.
 *
 * @param index where the shares are
 * @param uriExtensionHash validates the shares
 * @param needed how many shares give the file back, ≥ 0
 * @param total how many shares there are, ≥ 0
 * @param size of the file in bytes, ≥ 0
 */
public record ChkVerifyCap(
    StorageIndex index, UriExtensionHash uriExtensionHash, int needed, int total, long size)
    implements ChkCap, FileVerifyCap {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public ChkVerifyCap {
    Objects.requireNonNull(index);
    Objects.requireNonNull(uriExtensionHash);
    CapabilityText.requireNotNegative(needed, total, size);
  }

  @Override
  public ChkVerifyCap readOnly() {
    return this;
  }

  @Override
  public ChkVerifyCap verifyCap() {
    return this;
  }

  @Override
  public String toString() {
    return CapabilityText.describe(this);
  }
}
