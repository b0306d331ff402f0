package org.truckee.storage.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.ShareNumber;

/** Decides which immutable shares may be uploaded ({@code spec/04 §9.1}). */
final class ImmutableBuckets {
  private final StorageDirectory directory;
  private final DiskSync sync;
  private final Shares shares;
  private final ShareChanges changes;
  private final Uploads uploads;

  ImmutableBuckets(
      StorageDirectory directory,
      DiskSync sync,
      Shares shares,
      ShareChanges changes,
      Uploads uploads) {
    this.directory = directory;
    this.sync = sync;
    this.shares = shares;
    this.changes = changes;
    this.uploads = uploads;
  }

  /** Gives leases to what there is and space to what there is not. The index is held alone. */
  Allocation allocate(
      StorageIndex index, Lease lease, Set<ShareNumber> wanted, long size, long available)
      throws IOException {
    SortedSet<ShareNumber> existing = directory.shareNumbers(index);
    Set<ShareNumber> complete = renew(index, existing, lease, available);
    SortedSet<ShareNumber> missing = new TreeSet<>(wanted);
    missing.removeAll(existing);
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    AtomicBoolean parentsDurable = null;
    boolean done = false;
    try {
      for (ShareNumber share : missing) {
        if (uploads.contains(index, share) || !uploads.reserve(available, size)) {
          continue;
        }
        if (parentsDurable == null) {
          directory.createBucket(index);
          parentsDurable = uploads.syncParentsMeanwhile(index);
        }
        writers.put(share, uploads.begin(index, share, size, lease, parentsDurable));
      }
      done = true;
    } finally {
      if (!done) {
        abort(writers);
      }
    }
    return new Allocation(complete, writers);
  }

  private Set<ShareNumber> renew(
      StorageIndex index, Set<ShareNumber> existing, Lease lease, long available)
      throws IOException {
    Set<ShareNumber> complete = new TreeSet<>();
    List<ShareFile> files = new ArrayList<>();
    List<ShareChanges.Change> edits = new ArrayList<>();
    try {
      for (ShareNumber share : existing) {
        try {
          ShareFile file = shares.openForChanging(index, share, files);
          StagedFile staged = StagedFile.over(file);
          refuseMutable(index, staged);
          ImmutableContainer.open(staged).addOrRenew(staged, lease, available);
          complete.add(share);
          edits.add(new ShareChanges.Edit(share, file, staged, false));
        } catch (NoSpaceException | WrongKindException e) {
          throw e;
        } catch (IOException e) {
          shares.warn(index, share, e);
        }
      }
      changes.commit(index, edits);
    } finally {
      for (ShareFile file : files) {
        file.close();
      }
    }
    if (!complete.isEmpty()) {
      // The rename of a share that somebody completes right now may not be durable yet.
      sync.directory(directory.bucket(index));
    }
    return complete;
  }

  private static void refuseMutable(StorageIndex index, StagedFile staged) throws IOException {
    if (MutableContainer.recognise(staged).isPresent()) {
      throw new WrongKindException(
          "%s is a mutable file: no immutable shares can be stored under its storage index"
              .formatted(index.abbreviated()));
    }
  }

  private static void abort(Map<ShareNumber, BucketWriter> writers) throws IOException {
    for (BucketWriter writer : writers.values()) {
      ((ImmutableUpload) writer).giveUp();
    }
  }
}
