package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.Refusal;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageShortcuts;

/** Small immutable shares that come whole ({@link StorageShortcuts#storeWhole}). */
final class WholeShares {
  private final StorageDirectory directory;
  private final WriteAheadLog log;
  private final IndexLocks locks;
  private final Shares shares;
  private final Leases leases;
  private final Uploads uploads;
  private final FreshShares fresh;
  private final StatisticsRecorder statistics;
  private final FileWork files;

  WholeShares(
      StorageDirectory directory,
      WriteAheadLog log,
      IndexLocks locks,
      Shares shares,
      Leases leases,
      Uploads uploads,
      FreshShares fresh,
      StatisticsRecorder statistics,
      FileWork files) {
    this.directory = directory;
    this.log = log;
    this.locks = locks;
    this.shares = shares;
    this.leases = leases;
    this.uploads = uploads;
    this.fresh = fresh;
    this.statistics = statistics;
    this.files = files;
  }

  /** Stores what there is room for, unless there is any sound share; those get the lease then. */
  Allocation store(
      StorageIndex index,
      Lease lease,
      Map<ShareNumber, ByteBuffer> shares,
      DiskCapacity.Offer offer)
      throws IOException, InterruptedException {
    log.awaitRoom();
    Map<ShareNumber, Refusal> refused = new HashMap<>();
    Set<ShareNumber> stored;
    FreshShares.Fresh noted;
    // Held until all is durable, so that nobody sees what may have to be undone.
    try (IndexLocks.Held _ = locks.alone(index)) {
      SortedSet<ShareNumber> existing = directory.shareNumbers(index);
      Set<ShareNumber> complete = leases.renew(index, existing, lease, offer.bytes());
      if (!complete.isEmpty()) {
        return new Allocation(complete, Map.of());
      }
      Map<ShareNumber, ByteBuffer> wanted = new TreeMap<>(shares);
      for (ShareNumber share : existing) {
        if (wanted.containsKey(share) && !this.shares.setAsideIfDamaged(index, share)) {
          refuse(wanted, share, Refusal.UNREADABLE, refused);
        }
      }
      shares.keySet().stream()
          .filter(share -> uploads.contains(index, share))
          .forEach(share -> refuse(wanted, share, Refusal.IN_PROGRESS, refused));
      stored = storeAll(index, containers(wanted, lease, offer.bytes()));
      noted = fresh.note(index, stored);
    }
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    for (ShareNumber share : stored) {
      writers.put(share, BucketWriter.ofComplete(() -> takeBack(noted, index, share)));
    }
    return new Allocation(Set.of(), writers, refused)
        .refusingOthers(shares.keySet(), offer.refusal());
  }

  private static void refuse(
      Map<ShareNumber, ByteBuffer> wanted,
      ShareNumber share,
      Refusal reason,
      Map<ShareNumber, Refusal> refused) {
    if (wanted.remove(share) != null) {
      refused.put(share, reason);
    }
  }

  /** The share files that there is room for. */
  private Map<ShareNumber, ByteBuffer> containers(
      Map<ShareNumber, ByteBuffer> shares, Lease lease, long available) {
    Map<ShareNumber, ByteBuffer> containers = new TreeMap<>();
    if (available == 0 || shares.isEmpty()) {
      return containers;
    }
    byte[] firstLease = ImmutableContainer.newLease(lease);
    long left = available - uploads.allocated();
    for (Map.Entry<ShareNumber, ByteBuffer> share : shares.entrySet()) {
      ByteBuffer container = ImmutableContainer.whole(share.getValue(), firstLease);
      left -= container.remaining();
      if (left < 0) {
        break;
      }
      containers.put(share.getKey(), container);
    }
    return containers;
  }

  private Set<ShareNumber> storeAll(StorageIndex index, Map<ShareNumber, ByteBuffer> containers)
      throws IOException {
    if (containers.isEmpty()) {
      return Set.of();
    }
    Map<ShareNumber, Path> files = new TreeMap<>();
    boolean kept = false;
    try {
      for (Map.Entry<ShareNumber, ByteBuffer> share : containers.entrySet()) {
        try (ShareFile file = directory.createIncoming(index, share.getKey())) {
          files.put(share.getKey(), file.path());
          write(file, share.getValue());
        }
      }
      log.insert(index, containers, () -> directory.publish(index, files));
      kept = true;
      containers.values().forEach(this::countClosed);
      return files.keySet();
    } finally {
      if (!kept) {
        undo(index, files);
      }
    }
  }

  private void undo(StorageIndex index, Map<ShareNumber, Path> files) throws IOException {
    for (Map.Entry<ShareNumber, Path> file : files.entrySet()) {
      Files.deleteIfExists(file.getValue());
      Files.deleteIfExists(directory.share(index, file.getKey()));
    }
    directory.removeBucketIfEmpty(index);
  }

  private void write(ShareFile file, ByteBuffer container) throws IOException {
    try (Timing _ = statistics.start(Operation.WRITE)) {
      file.write(0, container.duplicate());
    }
  }

  private void countClosed(ByteBuffer container) {
    statistics.count(Operation.CLOSE);
    statistics.addBytes(container.remaining());
  }

  /** A share that comes back because power fails does no harm, so nothing waits for the disk. */
  private void takeBack(FreshShares.Fresh stored, StorageIndex index, ShareNumber share)
      throws StorageException, InterruptedException {
    statistics.count(Operation.ABORT);
    try {
      files.call(
          () -> {
            takeBackNow(stored, index, share);
            return null;
          });
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException(
          "could not take back share %s of %s: %s".formatted(share, index.abbreviated(), e), e);
    }
  }

  private void takeBackNow(FreshShares.Fresh stored, StorageIndex index, ShareNumber share)
      throws IOException, InterruptedException {
    try (IndexLocks.Held _ = locks.aloneUnnoticed(index)) {
      if (fresh.take(stored, index, share)) {
        log.delete(index, share);
        Files.deleteIfExists(directory.share(index, share));
        directory.removeBucketIfEmpty(index);
      }
    }
  }
}
