package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BadWriteEnablerException;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ConflictingWriteException;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.IncompleteShareException;
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
import org.truckee.storage.UploadGoneException;
import org.truckee.storage.WriteEnabler;
import org.truckee.storage.WriteProgress;

/** A storage server that keeps small shares in memory, so that tests need no disk. */
final class MemoryStorageServer implements LocalStorageServer {
  static final Duration UPLOAD_IDLE = Duration.ofSeconds(1800);
  private static final long MAXIMUM_MUTABLE = 69105L * 1_000_000_000_000L;

  private final String name;
  private final Clock clock;
  private final boolean readOnly;
  private final long space;
  private final Map<StorageIndex, TreeMap<ShareNumber, Share>> shares = new ConcurrentHashMap<>();
  private final Map<StorageIndex, TreeMap<ShareNumber, Writer>> uploads = new ConcurrentHashMap<>();
  final List<String> advisories = new CopyOnWriteArrayList<>();

  MemoryStorageServer(Clock clock, long space, boolean readOnly, String name) {
    this.name = name;
    this.clock = clock;
    this.space = space;
    this.readOnly = readOnly;
  }

  MemoryStorageServer() {
    this(Clock.systemUTC(), 1_000_000_000_000L, false, "memory/1");
  }

  private record Share(ShareKind kind, byte[] data, WriteEnabler enabler) {}

  @Override
  public ServerVersion version() {
    long available = readOnly ? 0 : space;
    return new ServerVersion(available, MAXIMUM_MUTABLE, available, name);
  }

  @Override
  public synchronized Allocation allocateBuckets(
      StorageIndex index, LeaseSecrets leases, Set<ShareNumber> wanted, long size)
      throws StorageException {
    expire();
    long left = readOnly ? 0 : space;
    for (Map<ShareNumber, Writer> bucket : uploads.values()) {
      left -= bucket.values().stream().mapToLong(writer -> writer.size).sum();
    }
    Set<ShareNumber> have = listShares(ShareKind.IMMUTABLE, index);
    Map<ShareNumber, BucketWriter> writers = new TreeMap<>();
    Map<ShareNumber, Refusal> refused = new TreeMap<>();
    for (ShareNumber share : new TreeSet<>(wanted)) {
      TreeMap<ShareNumber, Writer> busy = uploads.computeIfAbsent(index, i -> new TreeMap<>());
      if (busy.containsKey(share)) {
        refused.put(share, Refusal.IN_PROGRESS);
      } else if (!have.contains(share) && size <= left && !readOnly) {
        left -= size;
        Writer writer = new Writer(index, share, size);
        busy.put(share, writer);
        writers.put(share, writer);
      }
    }
    return new Allocation(have, writers, refused)
        .refusingOthers(wanted, readOnly ? Refusal.READ_ONLY : Refusal.NO_ROOM);
  }

  @Override
  public Map<ShareNumber, BucketReader> getBuckets(StorageIndex index) throws StorageException {
    Map<ShareNumber, BucketReader> readers = new TreeMap<>();
    for (ShareNumber share : listShares(ShareKind.IMMUTABLE, index)) {
      readers.put(share, openShare(ShareKind.IMMUTABLE, index, share).orElseThrow());
    }
    return readers;
  }

  @Override
  public void addLease(StorageIndex index, LeaseSecrets leases) {
    // Leases are not part of what is tested here.
  }

  @Override
  public synchronized Map<ShareNumber, List<byte[]>> readSlot(
      StorageIndex index, Set<ShareNumber> wanted, List<ReadVector> ranges)
      throws StorageException {
    Map<ShareNumber, List<byte[]>> result = new TreeMap<>();
    for (Map.Entry<ShareNumber, Share> share : slot(index).entrySet()) {
      if (wanted.isEmpty() || wanted.contains(share.getKey())) {
        result.put(share.getKey(), read(share.getValue(), ranges));
      }
    }
    return result;
  }

  @Override
  public synchronized SlotAnswer readTestWrite(
      StorageIndex index,
      SlotSecrets secrets,
      Map<ShareNumber, ShareUpdate> updates,
      List<ReadVector> ranges)
      throws StorageException {
    TreeMap<ShareNumber, Share> slot = shares.computeIfAbsent(index, i -> new TreeMap<>());
    for (Share share : slot.values()) {
      require(share, ShareKind.MUTABLE);
      if (!share.enabler.equals(secrets.writeEnabler())) {
        throw new BadWriteEnablerException("another write enabler");
      }
    }
    boolean success = true;
    for (Map.Entry<ShareNumber, ShareUpdate> update : updates.entrySet()) {
      Share share = slot.get(update.getKey());
      byte[] data = share == null ? new byte[0] : share.data;
      for (ShareUpdate.Test test : update.getValue().tests()) {
        success &= Arrays.equals(cut(data, test.offset(), test.length()), test.specimen());
      }
    }
    Map<ShareNumber, List<byte[]>> read = new TreeMap<>();
    slot.forEach((number, share) -> read.put(number, read(share, ranges)));
    if (success) {
      for (Map.Entry<ShareNumber, ShareUpdate> update : updates.entrySet()) {
        change(slot, update.getKey(), update.getValue(), secrets.writeEnabler());
      }
    }
    return new SlotAnswer(success, read);
  }

  private static void change(
      Map<ShareNumber, Share> slot, ShareNumber number, ShareUpdate update, WriteEnabler enabler)
      throws DataTooLargeException {
    if (update.newLength().isPresent() && update.newLength().getAsLong() == 0) {
      slot.remove(number);
      return;
    }
    Share share = slot.get(number);
    byte[] data = share == null ? new byte[0] : share.data;
    for (ShareUpdate.Write write : update.writes()) {
      if (write.offset() > 1 << 26) {
        throw new DataTooLargeException("no share is that large");
      }
      int end = (int) write.offset() + write.data().length;
      data = Arrays.copyOf(data, Math.max(data.length, end));
      System.arraycopy(write.data(), 0, data, (int) write.offset(), write.data().length);
    }
    long length = update.newLength().orElse(Long.MAX_VALUE);
    slot.put(
        number,
        new Share(
            ShareKind.MUTABLE, Arrays.copyOf(data, (int) Math.min(length, data.length)), enabler));
  }

  @Override
  public synchronized void adviseCorruptShare(
      ShareKind kind, StorageIndex index, ShareNumber share, String reason) {
    advisories.add("%s %s %s %s".formatted(kind.word(), index, share, reason));
  }

  @Override
  public synchronized boolean hasShares(StorageIndex index) {
    return shares.containsKey(index) && !shares.get(index).isEmpty();
  }

  @Override
  public synchronized Set<ShareNumber> listShares(ShareKind kind, StorageIndex index)
      throws StorageException {
    Map<ShareNumber, Share> bucket = shares.getOrDefault(index, new TreeMap<>());
    if (kind == ShareKind.IMMUTABLE) {
      for (Share share : bucket.values()) {
        require(share, kind);
      }
    }
    return new TreeSet<>(bucket.keySet());
  }

  @Override
  public synchronized Optional<OpenShare> openShare(
      ShareKind kind, StorageIndex index, ShareNumber number) throws StorageException {
    Share share = shares.getOrDefault(index, new TreeMap<>()).get(number);
    if (share == null) {
      return Optional.empty();
    }
    require(share, kind);
    return Optional.of(new Open(share.data));
  }

  /** Puts a complete immutable share there. */
  synchronized void put(StorageIndex index, ShareNumber number, byte[] data) {
    shares
        .computeIfAbsent(index, i -> new TreeMap<>())
        .put(number, new Share(ShareKind.IMMUTABLE, data, null));
  }

  synchronized int uploadsInProgress() {
    expire();
    return uploads.values().stream().mapToInt(Map::size).sum();
  }

  private TreeMap<ShareNumber, Share> slot(StorageIndex index) throws StorageException {
    TreeMap<ShareNumber, Share> slot = shares.getOrDefault(index, new TreeMap<>());
    for (Share share : slot.values()) {
      require(share, ShareKind.MUTABLE);
    }
    return slot;
  }

  private static List<byte[]> read(Share share, List<ReadVector> ranges) {
    return ranges.stream().map(range -> cut(share.data, range.offset(), range.length())).toList();
  }

  private static void require(Share share, ShareKind kind) throws CorruptContainerException {
    if (share.kind != kind) {
      throw new CorruptContainerException("a share of another kind");
    }
  }

  private static byte[] cut(byte[] data, long offset, long length) {
    int begin = (int) Math.min(offset, data.length);
    int end = begin + (int) Math.min(length, data.length - begin);
    return Arrays.copyOfRange(data, begin, end);
  }

  private void expire() {
    Instant limit = clock.instant().minus(UPLOAD_IDLE);
    uploads
        .values()
        .forEach(bucket -> bucket.values().removeIf(writer -> !writer.lastUsed.isAfter(limit)));
  }

  private record Open(byte[] data) implements OpenShare {
    @Override
    public long length() {
      return data.length;
    }

    @Override
    public int read(long offset, ByteBuffer target) {
      int begin = (int) Math.min(offset, data.length);
      int length = Math.min(target.remaining(), data.length - begin);
      target.put(data, begin, length);
      return length;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private final class Writer implements BucketWriter {
    private final StorageIndex index;
    private final ShareNumber share;
    private final long size;
    private final BitSet written = new BitSet();
    private byte[] data = new byte[0];
    private Instant lastUsed = clock.instant();

    private Writer(StorageIndex index, ShareNumber share, long size) {
      this.index = index;
      this.share = share;
      this.size = size;
    }

    @Override
    public WriteProgress write(long offset, ByteBuffer... pieces) throws StorageException {
      synchronized (MemoryStorageServer.this) {
        checkOpen();
        lastUsed = clock.instant();
        long length = Arrays.stream(pieces).mapToLong(ByteBuffer::remaining).sum();
        if (offset + length > size) {
          throw new DataTooLargeException("beyond the allocated size");
        }
        data = data.length == 0 ? new byte[(int) size] : data;
        ByteBuffer whole = ByteBuffer.allocate((int) length);
        Arrays.stream(pieces).forEach(whole::put);
        int at = (int) offset;
        for (int i = written.nextSetBit(at);
            i >= 0 && i < at + length;
            i = written.nextSetBit(i + 1)) {
          if (data[i] != whole.get(i - at)) {
            throw new ConflictingWriteException("other bytes were written before");
          }
        }
        whole.flip().get(data, at, (int) length);
        written.set(at, at + (int) length);
        return progress();
      }
    }

    private WriteProgress progress() {
      List<ByteRange> missing = new ArrayList<>();
      for (int begin = written.nextClearBit(0); begin < size; ) {
        int end = written.nextSetBit(begin);
        missing.add(new ByteRange(begin, end < 0 ? size : end));
        begin = end < 0 ? (int) size : written.nextClearBit(end);
      }
      return new WriteProgress(missing);
    }

    @Override
    public void close() throws StorageException {
      synchronized (MemoryStorageServer.this) {
        checkOpen();
        if (!progress().complete()) {
          throw new IncompleteShareException("not complete");
        }
        uploads.get(index).remove(share);
        shares
            .computeIfAbsent(index, i -> new TreeMap<>())
            .put(share, new Share(ShareKind.IMMUTABLE, data, null));
      }
    }

    @Override
    public void abort() {
      synchronized (MemoryStorageServer.this) {
        uploads.getOrDefault(index, new TreeMap<>()).remove(share, this);
      }
    }

    private void checkOpen() throws UploadGoneException {
      expire();
      if (uploads.getOrDefault(index, new TreeMap<>()).get(share) != this) {
        throw new UploadGoneException("no such upload");
      }
    }
  }
}
