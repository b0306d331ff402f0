package org.truckee.capability;

import java.util.Objects;
import org.truckee.crypto.StorageIndex;

/**
 * {@code URI:SSK-Verifier:} and {@code URI:MDMF-Verifier:}: grants checking the shares of a mutable
 * file.
 *
 * @param format the format of the shares
 * @param index where the shares are
 * @param fingerprint validates the file's public key
 */
public record MutableVerifyCap(MutableFormat format, StorageIndex index, Fingerprint fingerprint)
    implements MutableFileCap, FileVerifyCap {

  /** Takes no nulls. */
  public MutableVerifyCap {
    Objects.requireNonNull(format);
    Objects.requireNonNull(index);
    Objects.requireNonNull(fingerprint);
  }

  @Override
  public MutableVerifyCap readOnly() {
    return this;
  }

  @Override
  public MutableVerifyCap verifyCap() {
    return this;
  }

  @Override
  public String toString() {
    return CapabilityText.describe(this);
  }
}
