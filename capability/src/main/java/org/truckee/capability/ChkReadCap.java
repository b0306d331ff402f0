package org.truckee.capability;

import java.util.Objects;
import java.util.Optional;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.StorageIndex;

/**
 * {@code URI:CHK:}: grants reading an immutable file.
 *
 * @param key deciphers the file
 * @param uriExtensionHash validates its shares
 * @param needed how many shares give the file back, ≥ 0
 * @param total how many shares there are, ≥ 0
 * @param size of the plaintext in bytes, ≥ 0
 */
public record ChkReadCap(
    EncryptionKey key, UriExtensionHash uriExtensionHash, int needed, int total, long size)
    implements ChkCap, FileReadCap {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public ChkReadCap {
    Objects.requireNonNull(key);
    Objects.requireNonNull(uriExtensionHash);
    CapabilityText.requireNotNegative(needed, total, size);
  }

  @Override
  public ChkReadCap readOnly() {
    return this;
  }

  @Override
  public StorageIndex index() {
    return key.storageIndex();
  }

  @Override
  public ChkVerifyCap verifyCap() {
    return new ChkVerifyCap(index(), uriExtensionHash, needed, total, size);
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
    return false;
  }

  @Override
  public String toString() {
    return CapabilityText.describe(this);
  }
}
