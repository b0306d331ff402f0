package org.truckee.capability;

import java.util.Objects;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;

/**
 * {@code URI:SSK:} and {@code URI:MDMF:}: grants reading and writing a mutable file.
 *
 * @param format the format of the shares
 * @param writeKey deciphers the file's private key
 * @param fingerprint validates the file's public key
 */
public record MutableWriteCap(MutableFormat format, WriteKey writeKey, Fingerprint fingerprint)
    implements MutableFileCap, WriteCap {

  /** Takes no nulls. */
  public MutableWriteCap {
    Objects.requireNonNull(format);
    Objects.requireNonNull(writeKey);
    Objects.requireNonNull(fingerprint);
  }

  @Override
  public MutableReadCap readOnly() {
    return new MutableReadCap(format, writeKey.readKey(), fingerprint);
  }

  @Override
  public StorageIndex index() {
    return writeKey.readKey().storageIndex();
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
  public String toString() {
    return CapabilityText.describe(this);
  }
}
