package org.truckee.storage.memory;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.ExcerptRanges;
import org.truckee.storage.FoundShare;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.ReadVector;
import org.truckee.storage.Refusal;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageShortcuts;
import org.truckee.storage.UploadGoneException;
import org.truckee.storage.WriteEnabler;
import org.truckee.storage.WrongKindException;

/** A storage server that keeps small shares of both kinds in memory. */
public final class MemoryStorageServer implements LocalStorageServer, StorageShortcuts {
  /** How long an upload lives without a write. */
  public static final Duration UPLOAD_IDLE = Duration.ofSeconds(1800);

  private static final Duration TAKE_BACK = Duration.ofSeconds(60);
  private static final long MAXIMUM_MUTABLE = 69_105_000_000_000_000L;
  private static final long ROOM = 1L << 40;

  private final String name;
  private final Clock clock;
  private final boolean readOnly;
  private final long space;
  private final boolean shortcuts;
  private final Map<StorageIndex, MemoryBucket> buckets = new HashMap<>();
  private final List<String> advisories = new CopyOnWriteArrayList<>();

  private MemoryStorageServer(
      Clock clock, long space, boolean readOnly, String name, boolean shortcuts) {
    this.name = name;
    this.clock = clock;
    this.space = space;
    this.readOnly = readOnly;
    this.shortcuts = shortcuts;
  }

  /** A server with the shortcuts of ours and much space, by the system's clock. */
  public MemoryStorageServer() {
    this(Clock.systemUTC());
  }

  /** The same by another clock. */
  public MemoryStorageServer(Clock clock) {
    this(clock, ROOM, false, "memory", true);
  }

  /** A server that does only what those of the reference do. */
  public static MemoryStorageServer plain(Clock clock, long space, boolean readOnly, String name) {
    return new MemoryStorageServer(clock, space, readOnly, name, false);
  }

  /** The same with much space, by the system's clock. */
  public static MemoryStorageServer plain() {
    return plain(Clock.systemUTC(), ROOM, false, "memory");
  }

  /** Keeps a complete immutable share, as if it had been uploaded. The bytes are not copied. */
  public synchronized void put(StorageIndex index, ShareNumber share, byte[] bytes) {
    bucket(index).shares.put(share, bytes);
  }

  /** Keeps a mutable share, as if it had been written. The bytes are not copied. */
  public synchronized void putMutable(
      StorageIndex index, ShareNumber share, byte[] bytes, WriteEnabler writeEnabler) {
    bucket(index).shares.put(share, bytes);
    bucket(index).writeEnabler = Optional.of(writeEnabler);
  }

  /** Forgets a share of either kind. */
  public synchronized void remove(StorageIndex index, ShareNumber share) {
    bucket(index).remove(share);
  }

  /** The complete shares under an index, of whichever kind they are. */
  public synchronized SortedMap<ShareNumber, byte[]> shares(StorageIndex index) {
    return new TreeMap<>(bucket(index).shares);
  }

  /** The shares that are being uploaded. */
  public synchronized Set<ShareNumber> incoming(StorageIndex index) {
    endIdle();
    return new TreeSet<>(bucket(index).uploads.keySet());
  }

  /** How many shares are being uploaded. */
  public synchronized int uploadsInProgress() {
    endIdle();
    return buckets.values().stream().mapToInt(bucket -> bucket.uploads.size()).sum();
  }

  /** The leases on an index, in the order in which they were first added. */
  public synchronized List<LeaseSecrets> leases(StorageIndex index) {
    return List.copyOf(bucket(index).leases);
  }

  /** What was said of damaged shares: kind, index, share number and reason, with spaces between. */
  public List<String> advisories() {
    return List.copyOf(advisories);
  }

  Instant now() {
    return clock.instant();
  }

  private MemoryBucket bucket(StorageIndex index) {
    return buckets.computeIfAbsent(index, _ -> new MemoryBucket());
  }

  /** The bucket for somebody who learns what is in it. */
  private MemoryBucket seen(StorageIndex index) {
    MemoryBucket bucket = bucket(index);
    bucket.fresh = Optional.empty();
    return bucket;
  }

  private MemoryBucket immutable(StorageIndex index) throws WrongKindException {
    MemoryBucket bucket = seen(index);
    if (bucket.isMutable()) {
      throw new WrongKindException("%s is a mutable file".formatted(index.abbreviated()));
    }
    return bucket;
  }

  @Override
  public ServerVersion version() {
    long available = readOnly ? 0 : space;
    return new ServerVersion(available, MAXIMUM_MUTABLE, available, name);
  }

  @Override
  public synchronized Allocation allocateBuckets(
      StorageIndex index, LeaseSecrets leases, Set<ShareNumber> wanted, long size)
      throws StorageException {
    endIdle();
    MemoryBucket bucket = immutable(index);
    bucket.addLease(leases);
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    Map<ShareNumber, Refusal> refused = new HashMap<>();
    for (ShareNumber share : new TreeSet<>(wanted)) {
      if (bucket.uploads.containsKey(share)) {
        refused.put(share, Refusal.IN_PROGRESS);
      } else if (!bucket.shares.containsKey(share) && size <= left()) {
        MemoryUpload upload = new MemoryUpload(this, index, share, size, leases);
        bucket.uploads.put(share, upload);
        writers.put(share, upload);
      }
    }
    return new Allocation(bucket.shares.keySet(), writers, refused)
        .refusingOthers(wanted, readOnly ? Refusal.READ_ONLY : Refusal.NO_ROOM);
  }

  private long left() {
    long promised =
        buckets.values().stream()
            .flatMap(bucket -> bucket.uploads.values().stream())
            .mapToLong(MemoryUpload::size)
            .sum();
    return readOnly ? -1 : space - promised;
  }

  private void endIdle() {
    Instant limit = now().minus(UPLOAD_IDLE);
    for (MemoryBucket bucket : buckets.values()) {
      bucket.uploads.values().removeIf(upload -> !upload.lastUsed().isAfter(limit));
    }
  }

  synchronized void requireOpen(MemoryUpload upload) throws UploadGoneException {
    endIdle();
    if (bucket(upload.index()).uploads.get(upload.share()) != upload) {
      throw new UploadGoneException("the upload of share %s has ended".formatted(upload.share()));
    }
  }

  synchronized void complete(MemoryUpload upload) {
    forget(upload);
    MemoryBucket bucket = bucket(upload.index());
    bucket.shares.put(upload.share(), upload.data());
    bucket.addLease(upload.leases());
  }

  synchronized void forget(MemoryUpload upload) {
    bucket(upload.index()).uploads.remove(upload.share(), upload);
  }

  @Override
  public Optional<StorageShortcuts> shortcuts() {
    return shortcuts ? Optional.of(this) : Optional.empty();
  }

  @Override
  public boolean storesWhole() {
    return true;
  }

  @Override
  public synchronized Optional<Allocation> storeWhole(
      StorageIndex index, LeaseSecrets leases, Map<ShareNumber, ByteBuffer> shares)
      throws StorageException {
    if (shares.values().stream().mapToLong(ByteBuffer::remaining).sum() > MAXIMUM_STORED) {
      throw new DataTooLargeException("that is too much to be stored at once");
    }
    MemoryBucket bucket = immutable(index);
    Set<ShareNumber> wanted = bucket.shares.isEmpty() ? shares.keySet() : Set.of();
    Allocation allocation = allocateBuckets(index, leases, wanted, 0);
    StoredWhole stored = new StoredWhole(now().plus(TAKE_BACK));
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    for (ShareNumber share : allocation.writers().keySet()) {
      byte[] bytes = new byte[shares.get(share).remaining()];
      shares.get(share).duplicate().get(bytes);
      bucket.uploads.remove(share);
      bucket.shares.put(share, bytes);
      writers.put(share, BucketWriter.ofComplete(() -> takeBack(index, share, stored)));
    }
    bucket.addLease(leases);
    bucket.fresh = Optional.of(stored);
    return Optional.of(new Allocation(allocation.alreadyHave(), writers, allocation.refused()));
  }

  private synchronized void takeBack(StorageIndex index, ShareNumber share, StoredWhole stored) {
    MemoryBucket bucket = bucket(index);
    if (bucket.fresh.equals(Optional.of(stored)) && now().isBefore(stored.end())) {
      bucket.remove(share);
    }
  }

  /** Nothing comes along: here it saves nothing. */
  @Override
  public Map<ShareNumber, FoundShare> findShares(
      StorageIndex index, List<ByteRange> likely, int most) throws StorageException {
    return FoundShare.withoutExcerpts(getBuckets(index));
  }

  @Override
  public synchronized Map<ShareNumber, BucketReader> getBuckets(StorageIndex index)
      throws StorageException {
    Map<ShareNumber, BucketReader> readers = new TreeMap<>();
    for (ShareNumber share : immutable(index).shares.keySet()) {
      readers.put(share, (offset, target) -> reader(held(index, share)).read(offset, target));
    }
    return readers;
  }

  private synchronized byte[] held(StorageIndex index, ShareNumber share) throws StorageException {
    return Optional.ofNullable(bucket(index).shares.get(share))
        .orElseThrow(() -> new StorageException("share %s is gone".formatted(share)));
  }

  /** A reader of bytes in memory. */
  public static BucketReader reader(byte[] bytes) {
    return new HeldBytes(bytes);
  }

  @Override
  public synchronized void addLease(StorageIndex index, LeaseSecrets leases) {
    seen(index).addLease(leases);
  }

  @Override
  public synchronized Map<ShareNumber, List<byte[]>> readSlot(
      StorageIndex index, Set<ShareNumber> wanted, List<ReadVector> ranges)
      throws StorageException {
    MemoryBucket bucket = seen(index);
    if (bucket.isImmutable()) {
      throw new CorruptContainerException("%s is an immutable file".formatted(index.abbreviated()));
    }
    Map<ShareNumber, List<byte[]>> answer = new MemorySlot(bucket).readAll(ranges);
    if (!wanted.isEmpty()) {
      answer.keySet().retainAll(wanted);
    }
    return answer;
  }

  @Override
  public synchronized SlotAnswer readTestWrite(
      StorageIndex index,
      SlotSecrets secrets,
      Map<ShareNumber, ShareUpdate> updates,
      List<ReadVector> ranges)
      throws StorageException {
    MemoryBucket bucket = seen(index);
    MemorySlot slot = new MemorySlot(bucket);
    slot.require(secrets.writeEnabler());
    Map<ShareNumber, List<byte[]>> read = slot.readAll(ranges);
    boolean passed = slot.passes(updates);
    if (passed) {
      slot.change(updates, secrets.writeEnabler());
      bucket.addLease(secrets.leases());
    }
    return new SlotAnswer(passed, read);
  }

  @Override
  public void adviseCorruptShare(
      ShareKind kind, StorageIndex index, ShareNumber share, String reason) {
    advisories.add("%s %s %s %s".formatted(kind.word(), index, share, reason));
  }

  @Override
  public synchronized boolean hasShares(StorageIndex index) {
    return !seen(index).shares.isEmpty();
  }

  @Override
  public synchronized Set<ShareNumber> listShares(ShareKind kind, StorageIndex index)
      throws StorageException {
    return switch (kind) {
      case IMMUTABLE -> new TreeSet<>(immutable(index).shares.keySet());
      case MUTABLE -> new TreeSet<>(seen(index).shares.keySet());
    };
  }

  @Override
  public synchronized Optional<OpenShare> openShare(
      ShareKind kind, StorageIndex index, ShareNumber share) throws StorageException {
    MemoryBucket bucket = seen(index);
    if (kind == ShareKind.IMMUTABLE ? bucket.isMutable() : bucket.isImmutable()) {
      throw new CorruptContainerException("share %s is of the other kind".formatted(share));
    }
    return Optional.ofNullable(bucket.shares.get(share)).map(HeldBytes::new);
  }

  @Override
  public synchronized Map<ShareNumber, List<byte[]>> excerpts(
      ShareKind kind, StorageIndex index, ExcerptRanges wanted, int most)
      throws StorageException, InterruptedException {
    return LocalStorageServer.super.excerpts(kind, index, wanted, most);
  }

  private record HeldBytes(byte[] bytes) implements OpenShare {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public int read(long offset, ByteBuffer target) {
      int begin = (int) Math.min(offset, bytes.length);
      int length = Math.min(target.remaining(), bytes.length - begin);
      target.put(bytes, begin, length);
      return length;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
