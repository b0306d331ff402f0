package org.truckee.storage.disk;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.Refusal;
import org.truckee.storage.ShareNumber;

/** Decides which immutable shares may be uploaded ({@code spec/04 §9.1}). */
final class ImmutableBuckets {
  private final StorageDirectory directory;
  private final Shares shares;
  private final Leases leases;
  private final Uploads uploads;

  ImmutableBuckets(StorageDirectory directory, Shares shares, Leases leases, Uploads uploads) {
    this.directory = directory;
    this.shares = shares;
    this.leases = leases;
    this.uploads = uploads;
  }

  /** Gives leases to what there is and space to what there is not. The index is held alone. */
  Allocation allocate(
      StorageIndex index, Lease lease, Set<ShareNumber> wanted, long size, DiskCapacity.Offer offer)
      throws IOException {
    SortedSet<ShareNumber> existing = directory.shareNumbers(index);
    Set<ShareNumber> complete = leases.renew(index, existing, lease, offer.bytes());
    SortedSet<ShareNumber> missing = new TreeSet<>(wanted);
    missing.removeAll(complete);
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    Map<ShareNumber, Refusal> refused = new HashMap<>();
    byte[] firstLease = null;
    boolean done = false;
    try {
      for (ShareNumber share : missing) {
        Optional<Refusal> refusal = refusal(index, share, existing, size, offer);
        if (refusal.isPresent()) {
          refused.put(share, refusal.get());
          continue;
        }
        if (firstLease == null) {
          firstLease = ImmutableContainer.newLease(lease);
        }
        writers.put(share, uploads.begin(index, share, size, firstLease));
      }
      done = true;
    } finally {
      if (!done) {
        abort(writers);
      }
    }
    return new Allocation(complete, writers, refused);
  }

  /** Why the share may not be uploaded; otherwise its space is reserved. */
  private Optional<Refusal> refusal(
      StorageIndex index,
      ShareNumber share,
      Set<ShareNumber> existing,
      long size,
      DiskCapacity.Offer offer)
      throws IOException {
    if (existing.contains(share) && !shares.setAsideIfDamaged(index, share)) {
      return Optional.of(Refusal.UNREADABLE);
    }
    if (uploads.contains(index, share)) {
      return Optional.of(Refusal.IN_PROGRESS);
    }
    return uploads.reserve(offer.bytes(), size) ? Optional.empty() : Optional.of(offer.refusal());
  }

  private static void abort(Map<ShareNumber, BucketWriter> writers) throws IOException {
    for (BucketWriter writer : writers.values()) {
      ((ImmutableUpload) writer).giveUp();
    }
  }
}
