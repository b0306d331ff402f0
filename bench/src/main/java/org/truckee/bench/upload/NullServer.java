package org.truckee.bench.upload;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
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
import org.truckee.storage.WriteProgress;

/** A server that takes everything and keeps nothing. */
final class NullServer implements StorageServer {
  private static final long ROOM = Long.MAX_VALUE;

  private final LongAdder writes = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /** How many writes there were so far. */
  long writes() {
    return writes.sum();
  }

  /** How many bytes were written so far. */
  long bytes() {
    return bytes.sum();
  }

  @Override
  public ServerVersion version() {
    return new ServerVersion(ROOM, ROOM, ROOM, "null");
  }

  @Override
  public Allocation allocateBuckets(
      StorageIndex index, LeaseSecrets leases, Set<ShareNumber> shares, long allocatedSize) {
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    shares.forEach(share -> writers.put(share, new NullWriter()));
    return new Allocation(Set.of(), writers);
  }

  @Override
  public Map<ShareNumber, BucketReader> getBuckets(StorageIndex index) {
    return Map.of();
  }

  @Override
  public void addLease(StorageIndex index, LeaseSecrets leases) {}

  @Override
  public Map<ShareNumber, List<byte[]>> readSlot(
      StorageIndex index, Set<ShareNumber> shares, List<ReadVector> ranges) {
    return Map.of();
  }

  @Override
  public SlotAnswer readTestWrite(
      StorageIndex index,
      SlotSecrets secrets,
      Map<ShareNumber, ShareUpdate> updates,
      List<ReadVector> ranges)
      throws StorageException {
    throw new StorageException("a null server keeps nothing");
  }

  @Override
  public void adviseCorruptShare(
      ShareKind kind, StorageIndex index, ShareNumber share, String reason) {}

  private final class NullWriter implements BucketWriter {
    @Override
    public WriteProgress write(long offset, ByteBuffer... data) {
      writes.increment();
      for (ByteBuffer buffer : data) {
        bytes.add(buffer.remaining());
        buffer.position(buffer.limit());
      }
      return new WriteProgress(List.of());
    }

    @Override
    public void close() {}

    @Override
    public void abort() {}
  }
}
