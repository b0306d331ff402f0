package org.truckee.storage.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.WriteEnabler;

/**
 * What a server has under one storage index. All shares of a mutable file have one write enabler;
 * those of an immutable file have none.
 */
final class MemoryBucket {
  final SortedMap<ShareNumber, byte[]> shares = new TreeMap<>();
  final SortedMap<ShareNumber, MemoryUpload> uploads = new TreeMap<>();
  final List<LeaseSecrets> leases = new ArrayList<>();
  Optional<WriteEnabler> writeEnabler = Optional.empty();

  /** Shares that were stored whole and that nobody has looked at since. */
  Optional<StoredWhole> fresh = Optional.empty();

  boolean isMutable() {
    return writeEnabler.isPresent() && !shares.isEmpty();
  }

  boolean isImmutable() {
    return writeEnabler.isEmpty() && !shares.isEmpty();
  }

  void addLease(LeaseSecrets secrets) {
    if (!shares.isEmpty() && !leases.contains(secrets)) {
      leases.add(secrets);
    }
  }

  void remove(ShareNumber share) {
    shares.remove(share);
    if (shares.isEmpty()) {
      leases.clear();
      writeEnabler = Optional.empty();
    }
  }
}
