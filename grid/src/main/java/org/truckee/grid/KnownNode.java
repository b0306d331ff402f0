package org.truckee.grid;

import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.capability.ChkCap;
import org.truckee.capability.KnownCapability;
import org.truckee.capability.ReadCap;
import org.truckee.capability.VerifyCap;
import org.truckee.capability.WriteCap;
import org.truckee.crypto.StorageIndex;

/** What a capability of a known kind names. */
public sealed interface KnownNode extends FilesystemNode
    permits FileNode, Directory, VerifierNode, ProhibitedNode {
  /** The capability that it was made from, without a prefix. */
  KnownCapability cap();

  /** What grants checking it; empty if it has no shares. */
  default Optional<VerifyCap> verifier() {
    return cap().verifier();
  }

  /**
   * What grants repairing it: for an immutable file its verify cap, for what is mutable the write
   * cap; empty for immutable directories and for who may only read.
   */
  default Optional<Capability> repairCap() {
    return cap() instanceof ChkCap chk ? Optional.of(chk.verifyCap()) : writeCap();
  }

  /** Where its shares are; empty if it has none. */
  default Optional<StorageIndex> storageIndex() {
    return cap().storageIndex();
  }

  /** Whether it can change under the eyes of the holder. */
  default boolean isMutable() {
    return cap().isMutable();
  }

  @Override
  default boolean isAllowedInImmutable() {
    return !isMutable();
  }

  @Override
  default Optional<Capability> writeCap() {
    return cap() instanceof WriteCap write ? Optional.of(write) : Optional.empty();
  }

  @Override
  default Optional<Capability> readCap() {
    return cap().readOnly() instanceof ReadCap read ? Optional.of(read) : Optional.empty();
  }
}
