package org.truckee.storage.disk;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.upkeep.Bucket;
import org.truckee.storage.upkeep.ExpirableShares;
import org.truckee.storage.upkeep.FoundContainer;
import org.truckee.storage.upkeep.LeaseRule;

/**
 * The shares of a server that runs, for its crawlers. They look without keeping anybody waiting,
 * and take an index for themselves only to look again at what seems damaged, and to take leases
 * away.
 */
final class ServedShares implements ExpirableShares {
  private final SharesOnDisk disk;
  private final IndexLocks locks;
  private final WriteAheadLog log;
  private final LeaseRemoval removal;
  private final FileWork files;

  ServedShares(
      SharesOnDisk disk,
      IndexLocks locks,
      WriteAheadLog log,
      LeaseRemoval removal,
      FileWork files) {
    this.disk = disk;
    this.locks = locks;
    this.log = log;
    this.removal = removal;
    this.files = files;
  }

  @Override
  public List<String> buckets(String prefix) throws IOException {
    return disk.buckets(prefix);
  }

  @Override
  public Bucket bucket(String name) throws IOException, InterruptedException {
    Bucket found = disk.read(name);
    boolean doubtful =
        found.shares().stream().anyMatch(share -> share instanceof FoundContainer.Damaged);
    if (!doubtful) {
      return found;
    }
    try (IndexLocks.Held _ = locks.aloneUnnoticed(StorageIndex.parse(name))) {
      return disk.read(name);
    }
  }

  @Override
  public Set<ShareNumber> expire(String name, LeaseRule rule)
      throws IOException, InterruptedException {
    StorageIndex index = StorageIndex.parse(name);
    return files.call(
        () -> {
          awaitRoom();
          try (IndexLocks.Held _ = locks.alone(index)) {
            return removal.run(index, rule);
          }
        });
  }

  /** Not on a full disk: what comes makes room. */
  private void awaitRoom() throws IOException {
    try {
      log.awaitRoom();
    } catch (IOException e) {
      if (!DiskSpace.isFull(e)) {
        throw e;
      }
    }
  }
}
