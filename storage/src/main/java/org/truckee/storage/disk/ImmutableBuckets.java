package org.truckee.storage.disk;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ShareNumber;

/** Decides which immutable shares may be uploaded ({@code spec/04 §9.1}). */
final class ImmutableBuckets {
  private final StorageDirectory directory;
  private final Leases leases;
  private final Uploads uploads;

  ImmutableBuckets(StorageDirectory directory, Leases leases, Uploads uploads) {
    this.directory = directory;
    this.leases = leases;
    this.uploads = uploads;
  }

  /** Gives leases to what there is and space to what there is not. The index is held alone. */
  Allocation allocate(
      StorageIndex index, Lease lease, Set<ShareNumber> wanted, long size, long available)
      throws IOException {
    SortedSet<ShareNumber> existing = directory.shareNumbers(index);
    Set<ShareNumber> complete = leases.renew(index, existing, lease, available);
    SortedSet<ShareNumber> missing = new TreeSet<>(wanted);
    missing.removeAll(existing);
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    byte[] firstLease = null;
    boolean done = false;
    try {
      for (ShareNumber share : missing) {
        if (uploads.contains(index, share) || !uploads.reserve(available, size)) {
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
    return new Allocation(complete, writers);
  }

  private static void abort(Map<ShareNumber, BucketWriter> writers) throws IOException {
    for (BucketWriter writer : writers.values()) {
      ((ImmutableUpload) writer).giveUp();
    }
  }
}
