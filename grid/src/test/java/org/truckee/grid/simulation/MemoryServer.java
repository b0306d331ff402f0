package org.truckee.grid.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.FoundShare;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ReadVector;
import org.truckee.storage.Refusal;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageServer;
import org.truckee.storage.StorageShortcuts;
import org.truckee.storage.UploadGoneException;
import org.truckee.storage.WriteProgress;

/** An honest server that keeps immutable shares in memory; of mutable ones it knows nothing. */
public final class MemoryServer implements StorageServer, StorageShortcuts {
  private static final long ROOM = 1L << 40;

  private final Map<StorageIndex, SortedMap<ShareNumber, byte[]>> buckets = new HashMap<>();
  private final Map<StorageIndex, Map<ShareNumber, Incoming>> incoming = new HashMap<>();
  private final Map<StorageIndex, List<LeaseSecrets>> leases = new HashMap<>();
  private final Set<StorageIndex> fresh = new HashSet<>();

  /** Keeps a complete share, as if it had been uploaded. The bytes are not copied. */
  public synchronized void put(StorageIndex index, ShareNumber share, byte[] bytes) {
    buckets.computeIfAbsent(index, unused -> new TreeMap<>()).put(share, bytes);
  }

  /** Forgets a share. */
  public synchronized void remove(StorageIndex index, ShareNumber share) {
    SortedMap<ShareNumber, byte[]> bucket = buckets.get(index);
    if (bucket != null && bucket.remove(share) != null && bucket.isEmpty()) {
      buckets.remove(index);
    }
  }

  /** The complete shares of a bucket. */
  public synchronized SortedMap<ShareNumber, byte[]> shares(StorageIndex index) {
    return new TreeMap<>(buckets.getOrDefault(index, new TreeMap<>()));
  }

  /** The shares that are being uploaded. */
  public synchronized Set<ShareNumber> incoming(StorageIndex index) {
    return new TreeSet<>(incoming.getOrDefault(index, Map.of()).keySet());
  }

  /** The leases on a bucket, in the order in which they were first added. */
  public synchronized List<LeaseSecrets> leases(StorageIndex index) {
    return List.copyOf(leases.getOrDefault(index, List.of()));
  }

  @Override
  public ServerVersion version() {
    return new ServerVersion(ROOM, ROOM, ROOM, "memory");
  }

  @Override
  public synchronized Allocation allocateBuckets(
      StorageIndex index, LeaseSecrets secrets, Set<ShareNumber> shares, long allocatedSize) {
    fresh.remove(index);
    Set<ShareNumber> have = shares(index).keySet();
    if (!have.isEmpty()) {
      addLease(index, secrets);
    }
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    Map<ShareNumber, Incoming> uploads = incoming.computeIfAbsent(index, unused -> new HashMap<>());
    for (ShareNumber share : shares) {
      if (!have.contains(share) && !uploads.containsKey(share)) {
        Incoming upload =
            new Incoming(index, share, new byte[Math.toIntExact(allocatedSize)], secrets);
        uploads.put(share, upload);
        writers.put(share, upload);
      }
    }
    return new Allocation(new HashSet<>(have), writers).refusingOthers(shares, Refusal.IN_PROGRESS);
  }

  @Override
  public Optional<StorageShortcuts> shortcuts() {
    return Optional.of(this);
  }

  @Override
  public boolean storesWhole() {
    return true;
  }

  @Override
  public Map<ShareNumber, FoundShare> findShares(
      StorageIndex index, List<ByteRange> likely, int most) {
    return FoundShare.withoutExcerpts(getBuckets(index));
  }

  @Override
  public synchronized Optional<Allocation> storeWhole(
      StorageIndex index, LeaseSecrets secrets, Map<ShareNumber, ByteBuffer> shares) {
    boolean empty = shares(index).isEmpty();
    Allocation allocation = allocateBuckets(index, secrets, empty ? shares.keySet() : Set.of(), 0);
    Map<ShareNumber, BucketWriter> stored = new HashMap<>();
    for (ShareNumber share : allocation.writers().keySet()) {
      byte[] bytes = new byte[shares.get(share).remaining()];
      shares.get(share).duplicate().get(bytes);
      finish(new Incoming(index, share, bytes, secrets), true);
      stored.put(share, BucketWriter.ofComplete(() -> takeBack(index, share)));
    }
    if (!stored.isEmpty()) {
      fresh.add(index);
    }
    return Optional.of(new Allocation(allocation.alreadyHave(), stored));
  }

  /** Not if anybody has asked anything about the bucket since it was stored. */
  private synchronized void takeBack(StorageIndex index, ShareNumber share) {
    if (fresh.contains(index)) {
      remove(index, share);
      if (shares(index).isEmpty()) {
        leases.remove(index);
      }
    }
  }

  @Override
  public synchronized Map<ShareNumber, BucketReader> getBuckets(StorageIndex index) {
    fresh.remove(index);
    Map<ShareNumber, BucketReader> readers = new HashMap<>();
    for (ShareNumber share : shares(index).keySet()) {
      readers.put(share, (offset, target) -> reader(held(index, share)).read(offset, target));
    }
    return readers;
  }

  private synchronized byte[] held(StorageIndex index, ShareNumber share) throws StorageException {
    byte[] bytes = buckets.getOrDefault(index, new TreeMap<>()).get(share);
    if (bytes == null) {
      throw new StorageException("the share is gone");
    }
    return bytes;
  }

  /** A reader of bytes in memory. */
  static BucketReader reader(byte[] bytes) {
    return (offset, target) -> {
      int length = (int) Math.max(0, Math.min(target.remaining(), bytes.length - offset));
      if (length > 0) {
        target.put(bytes, (int) offset, length);
      }
      return length;
    };
  }

  @Override
  public synchronized void addLease(StorageIndex index, LeaseSecrets secrets) {
    List<LeaseSecrets> known = leases.computeIfAbsent(index, unused -> new ArrayList<>());
    if (buckets.containsKey(index) && !known.contains(secrets)) {
      known.add(secrets);
    }
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
      List<ReadVector> ranges)
      throws StorageException {
    throw new StorageException("a memory server keeps immutable shares only");
  }

  @Override
  public void adviseCorruptShare(
      ShareKind kind, StorageIndex index, ShareNumber share, String reason) {}

  private synchronized void finish(Incoming upload, boolean keep) {
    incoming.getOrDefault(upload.index, Map.of()).remove(upload.share);
    if (keep) {
      put(upload.index, upload.share, upload.bytes);
      addLease(upload.index, upload.secrets);
    }
  }

  private final class Incoming implements BucketWriter {
    private final StorageIndex index;
    private final ShareNumber share;
    private final byte[] bytes;
    private final LeaseSecrets secrets;
    private boolean ended;

    Incoming(StorageIndex index, ShareNumber share, byte[] bytes, LeaseSecrets secrets) {
      this.index = index;
      this.share = share;
      this.bytes = bytes;
      this.secrets = secrets;
    }

    @Override
    public WriteProgress write(long offset, ByteBuffer... data) throws StorageException {
      requireOpen();
      long position = offset;
      for (ByteBuffer buffer : data) {
        if (position + buffer.remaining() > bytes.length) {
          throw new DataTooLargeException(
              "share %s has %d bytes, not more".formatted(share, bytes.length));
        }
        int length = buffer.remaining();
        buffer.get(bytes, (int) position, length);
        position += length;
      }
      return new WriteProgress(List.of());
    }

    @Override
    public void close() throws StorageException {
      requireOpen();
      ended = true;
      finish(this, true);
    }

    @Override
    public void abort() {
      if (!ended) {
        ended = true;
        finish(this, false);
      }
    }

    private void requireOpen() throws UploadGoneException {
      if (ended) {
        throw new UploadGoneException("the upload of share %s has ended".formatted(share));
      }
    }
  }
}
