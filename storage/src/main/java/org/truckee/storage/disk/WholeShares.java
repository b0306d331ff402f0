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
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageServer;

/** Small immutable shares that come whole ({@link StorageServer#storeWhole}). */
final class WholeShares {
  private final StorageDirectory directory;
  private final DiskSync sync;
  private final IndexLocks locks;
  private final Leases leases;
  private final Uploads uploads;
  private final FreshShares fresh;
  private final StatisticsRecorder statistics;

  WholeShares(
      StorageDirectory directory,
      DiskSync sync,
      IndexLocks locks,
      Leases leases,
      Uploads uploads,
      FreshShares fresh,
      StatisticsRecorder statistics) {
    this.directory = directory;
    this.sync = sync;
    this.locks = locks;
    this.leases = leases;
    this.uploads = uploads;
    this.fresh = fresh;
    this.statistics = statistics;
  }

  /** Stores what there is room for, unless there is any sound share; those get the lease then. */
  Allocation store(
      StorageIndex index, Lease lease, Map<ShareNumber, ByteBuffer> shares, long available)
      throws IOException, InterruptedException {
    Set<ShareNumber> stored;
    FreshShares.Fresh noted;
    try (IndexLocks.Held _ = locks.alone(index)) {
      SortedSet<ShareNumber> existing = directory.shareNumbers(index);
      Set<ShareNumber> complete = leases.renew(index, existing, lease, available);
      if (!complete.isEmpty()) {
        return new Allocation(complete, Map.of());
      }
      Map<ShareNumber, ByteBuffer> wanted = new TreeMap<>(shares);
      wanted.keySet().removeAll(existing);
      wanted.keySet().removeIf(share -> uploads.contains(index, share));
      stored = storeAll(index, lease, wanted, available);
      noted = fresh.note(index, stored);
    }
    if (!stored.isEmpty()) {
      directory.syncBucket(index);
    }
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    for (ShareNumber share : stored) {
      writers.put(share, BucketWriter.ofComplete(() -> takeBack(noted, index, share)));
    }
    return new Allocation(Set.of(), writers);
  }

  private Set<ShareNumber> storeAll(
      StorageIndex index, Lease lease, Map<ShareNumber, ByteBuffer> shares, long available)
      throws IOException {
    Map<ShareNumber, Path> files = new TreeMap<>();
    if (available == 0 || shares.isEmpty()) {
      return files.keySet();
    }
    byte[] firstLease = ImmutableContainer.newLease(lease);
    long left = available - uploads.allocated();
    boolean published = false;
    try {
      for (Map.Entry<ShareNumber, ByteBuffer> share : shares.entrySet()) {
        left -= ImmutableContainer.DATA_OFFSET + share.getValue().remaining() + firstLease.length;
        if (left < 0) {
          break;
        }
        try (ShareFile file = directory.createIncoming(index, share.getKey())) {
          files.put(share.getKey(), file.path());
          write(file, share.getValue().duplicate(), firstLease);
        }
      }
      directory.publish(index, files);
      published = true;
      return files.keySet();
    } finally {
      if (!published) {
        for (Path file : files.values()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private void write(ShareFile file, ByteBuffer data, byte[] lease) throws IOException {
    int size = data.remaining();
    try (Timing _ = statistics.start(Operation.WRITE)) {
      file.write(0, ImmutableContainer.newHeader(size), data, ByteBuffer.wrap(lease));
    }
    try (Timing _ = statistics.start(Operation.CLOSE)) {
      sync.file(file);
    }
    statistics.addBytes(ImmutableContainer.DATA_OFFSET + size + lease.length);
  }

  /** A share that comes back because power fails does no harm, so nothing waits for the disk. */
  private void takeBack(FreshShares.Fresh stored, StorageIndex index, ShareNumber share)
      throws StorageException, InterruptedException {
    statistics.count(Operation.ABORT);
    try (IndexLocks.Held _ = locks.aloneUnnoticed(index)) {
      if (fresh.take(stored, index, share)) {
        Files.deleteIfExists(directory.share(index, share));
        directory.removeBucketIfEmpty(index);
      }
    } catch (IOException e) {
      throw new StorageException(
          "could not take back share %s of %s: %s".formatted(share, index.abbreviated(), e), e);
    }
  }
}
