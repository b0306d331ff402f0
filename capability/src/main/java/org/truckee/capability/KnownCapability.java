package org.truckee.capability;

import java.util.Optional;
import org.truckee.crypto.StorageIndex;

/**
 * A capability of a kind that we understand.
 *
 * <p>It can be taken apart along either of two lines, both exhaustive: by what it grants ({@link
 * WriteCap}, {@link ReadCap}, {@link VerifyCap}) or by what it names ({@link FileCap}, {@link
 * DirectoryCap}).
 */
public sealed interface KnownCapability extends Capability
    permits WriteCap, ReadCap, VerifyCap, FileCap, DirectoryCap {

  /** This cap without the right to write; the cap itself if it has no such right. */
  KnownCapability readOnly();

  /**
   * The cap that only grants checking the shares; this cap itself if it grants no more. Empty for
   * literal files and directories, which have no shares.
   */
  Optional<VerifyCap> verifier();

  /** Where the shares are; empty for literal files and directories. */
  Optional<StorageIndex> storageIndex();

  /** Whether it does not grant writing. */
  boolean isReadOnly();

  /**
   * Whether what it names can change under the eyes of the holder. False for every verify cap, as
   * the protocol has it ({@code spec/01 §5.4}).
   */
  boolean isMutable();

  @Override
  default String text() {
    return CapabilityText.of(this);
  }
}
