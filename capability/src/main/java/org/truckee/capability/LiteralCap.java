package org.truckee.capability;

import java.util.Arrays;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;

/**
 * {@code URI:LIT:}: a small file that is wholly in its cap. There are no shares, and nothing that
 * could be granted but reading.
 *
 * @param data the file; any length, although uploads only make literal files of at most {@link
 *     #MAX_UPLOAD_SIZE} bytes
 */
public record LiteralCap(byte[] data) implements ImmutableFileCap, FileReadCap {
  /** The size in bytes up to which an upload becomes a literal file ({@code spec/01 §6.1}). */
  public static final int MAX_UPLOAD_SIZE = 55;

  /** Copies {@code data}. */
  public LiteralCap {
    data = data.clone();
  }

  /** A copy of the file. */
  @Override
  public byte[] data() {
    return data.clone();
  }

  @Override
  public long size() {
    return data.length;
  }

  @Override
  public LiteralCap readOnly() {
    return this;
  }

  @Override
  public Optional<VerifyCap> verifier() {
    return Optional.empty();
  }

  @Override
  public Optional<StorageIndex> storageIndex() {
    return Optional.empty();
  }

  @Override
  public boolean isMutable() {
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LiteralCap literal && Arrays.equals(data, literal.data);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return CapabilityText.describe(this);
  }
}
