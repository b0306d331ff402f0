package org.truckee.grid.mutable.file;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketReader;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageServer;

/** Remembers the last change of a mutable share that it was asked for. */
record RecordingServer(StorageServer server, Recorder recorder) implements StorageServer {
  /** Hears of changes. */
  interface Recorder {
    void changed(
        SlotSecrets secrets, Map<ShareNumber, ShareUpdate> updates, List<ReadVector> ranges);
  }

  @Override
  public ServerVersion version() throws StorageException, InterruptedException {
    return server.version();
  }

  @Override
  public Allocation allocateBuckets(
      StorageIndex index, LeaseSecrets leases, Set<ShareNumber> shares, long allocatedSize)
      throws StorageException, InterruptedException {
    return server.allocateBuckets(index, leases, shares, allocatedSize);
  }

  @Override
  public Map<ShareNumber, BucketReader> getBuckets(StorageIndex index)
      throws StorageException, InterruptedException {
    return server.getBuckets(index);
  }

  @Override
  public void addLease(StorageIndex index, LeaseSecrets leases)
      throws StorageException, InterruptedException {
    server.addLease(index, leases);
  }

  @Override
  public Map<ShareNumber, List<byte[]>> readSlot(
      StorageIndex index, Set<ShareNumber> shares, List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    return server.readSlot(index, shares, ranges);
  }

  @Override
  public SlotAnswer readTestWrite(
      StorageIndex index,
      SlotSecrets secrets,
      Map<ShareNumber, ShareUpdate> updates,
      List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    recorder.changed(secrets, updates, ranges);
    return server.readTestWrite(index, secrets, updates, ranges);
  }

  @Override
  public void adviseCorruptShare(
      ShareKind kind, StorageIndex index, ShareNumber share, String reason)
      throws StorageException, InterruptedException {
    server.adviseCorruptShare(kind, index, share, reason);
  }
}
