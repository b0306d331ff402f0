package org.truckee.bench.wire;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.WriteProgress;

/**
 * A storage server that drops what it is given, in order, and serves zeros: what is left of the
 * time of a transfer is the protocol's.
 */
final class PretendStore implements LocalStorageServer {
  private static final int SHARES = 16;

  private final long shareSize;

  /** Every bucket seems to have 16 shares of this size, and takes 256 more. */
  PretendStore(long shareSize) {
    this.shareSize = shareSize;
  }

  @Override
  public ServerVersion version() {
    return new ServerVersion(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, "pretend");
  }

  @Override
  public Allocation allocateBuckets(
      StorageIndex index, LeaseSecrets leases, Set<ShareNumber> shares, long allocatedSize) {
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    shares.forEach(share -> writers.put(share, new Sink(allocatedSize)));
    return new Allocation(Set.of(), writers);
  }

  @Override
  public Map<ShareNumber, BucketReader> getBuckets(StorageIndex index) {
    Map<ShareNumber, BucketReader> readers = new HashMap<>();
    listShares(ShareKind.IMMUTABLE, index).forEach(share -> readers.put(share, new Zeros()));
    return readers;
  }

  @Override
  public void addLease(StorageIndex index, LeaseSecrets leases) {
    // Nothing is kept.
  }

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
      List<ReadVector> ranges) {
    return new SlotAnswer(true, Map.of());
  }

  @Override
  public void adviseCorruptShare(
      ShareKind kind, StorageIndex index, ShareNumber share, String reason) {
    // Nothing is kept.
  }

  @Override
  public boolean hasShares(StorageIndex index) {
    return true;
  }

  @Override
  public Set<ShareNumber> listShares(ShareKind kind, StorageIndex index) {
    Map<ShareNumber, Boolean> shares = new HashMap<>();
    for (int i = 0; i < SHARES; i++) {
      shares.put(new ShareNumber(i), true);
    }
    return shares.keySet();
  }

  @Override
  public Optional<OpenShare> openShare(ShareKind kind, StorageIndex index, ShareNumber share) {
    return Optional.of(new Zeros());
  }

  /** Counts what it is given. */
  private static final class Sink implements BucketWriter {
    private final long size;
    private long end;

    private Sink(long size) {
      this.size = size;
    }

    @Override
    public WriteProgress write(long offset, ByteBuffer... data) {
      end = offset;
      for (ByteBuffer buffer : data) {
        end += buffer.remaining();
        buffer.position(buffer.limit());
      }
      return new WriteProgress(end == size ? List.of() : List.of(new ByteRange(end, size)));
    }

    @Override
    public void close() {
      // Nothing is kept.
    }

    @Override
    public void abort() {
      // Nothing is kept.
    }
  }

  private final class Zeros implements OpenShare {
    @Override
    public long length() {
      return shareSize;
    }

    @Override
    public int read(long offset, ByteBuffer target) {
      int length = Math.clamp(shareSize - offset, 0, target.remaining());
      target.position(target.position() + length);
      return length;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
