package org.truckee.storage.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.WrongKindException;

/** Gives leases to complete shares ({@code spec/04 §6}). The caller holds the index alone. */
final class Leases {
  private final StorageDirectory directory;
  private final Shares shares;
  private final ShareChanges changes;
  private final WriteAheadLog log;
  private final byte[] nodeId;

  Leases(
      StorageDirectory directory,
      Shares shares,
      ShareChanges changes,
      WriteAheadLog log,
      byte[] nodeId) {
    this.directory = directory;
    this.shares = shares;
    this.changes = changes;
    this.log = log;
    this.nodeId = nodeId;
  }

  /** Adds or renews a lease on every share, immutable or mutable, whose container is sound. */
  void add(StorageIndex index, Lease lease, long available) throws IOException {
    Set<ShareNumber> existing = directory.shareNumbers(index);
    log.makeDurable(index, existing);
    List<ShareFile> files = new ArrayList<>();
    List<ShareChanges.Change> edits = new ArrayList<>();
    try {
      for (ShareNumber share : existing) {
        try {
          ShareFile file = shares.openForChanging(index, share, files);
          StagedFile staged = StagedFile.over(file);
          boolean mutable = MutableContainer.recognise(staged).isPresent();
          if (mutable) {
            new MutableLeases(staged).addOrRenew(lease, nodeId, available);
          } else {
            ImmutableContainer.open(staged).addOrRenew(staged, lease, available);
          }
          edits.add(new ShareChanges.Edit(share, file, staged, mutable));
        } catch (NoSpaceException e) {
          // Shares before this one keep their new lease.
          changes.commit(index, edits);
          throw e;
        } catch (CorruptContainerException e) {
          shares.warn(index, share, e);
        }
      }
      changes.commit(index, edits);
    } finally {
      close(files);
    }
  }

  /**
   * Adds or renews a lease on every share of a bucket for somebody who wants to upload to it.
   *
   * @param existing the shares that are there
   * @return those whose containers are sound
   * @throws WrongKindException if any of them is mutable
   */
  Set<ShareNumber> renew(StorageIndex index, Set<ShareNumber> existing, Lease lease, long available)
      throws IOException {
    log.makeDurable(index, existing);
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
      close(files);
    }
    if (!complete.isEmpty()) {
      // The rename of a share that somebody completes right now may not be durable yet.
      directory.buckets().sync(index);
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

  private static void close(List<ShareFile> files) throws IOException {
    for (ShareFile file : files) {
      file.close();
    }
  }
}
