package org.truckee.capability;

import java.util.Objects;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;

/**
 * {@code URI:SSK-RO:} and {@code URI:MDMF-RO:}: grants reading a mutable file.
 *
 * @param format the format of the shares
 * @param readKey deciphers the file
 * @param fingerprint validates the file's public key
 */
public record MutableReadCap(MutableFormat format, ReadKey readKey, Fingerprint fingerprint)
    implements MutableFileCap, FileReadCap {

  /** Takes no nulls. */
  public MutableReadCap {
    Objects.requireNonNull(format);
    Objects.requireNonNull(readKey);
    Objects.requireNonNull(fingerprint);
  }

  @Override
  public MutableReadCap readOnly() {
    return this;
  }

  @Override
  public StorageIndex index() {
    return readKey.storageIndex();
  }

  @Override
  public MutableVerifyCap verifyCap() {
    return new MutableVerifyCap(format, index(), fingerprint);
  }

  @Override
  public Optional<VerifyCap> verifier() {
    return Optional.of(verifyCap());
  }

  @Override
  public Optional<StorageIndex> storageIndex() {
    return Optional.of(index());
  }

  @Override
  public boolean isMutable() {
    return true;
  }

  @Override
  public String toString() {
    return CapabilityText.describe(this);
  }
}
