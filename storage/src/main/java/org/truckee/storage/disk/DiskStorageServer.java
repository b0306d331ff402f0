package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketReader;
import org.truckee.storage.ByteRange;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.ExcerptRanges;
import org.truckee.storage.FoundShare;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageShortcuts;
import org.truckee.storage.StorageStatistics;
import org.truckee.storage.upkeep.ExpirableShares;

/**
 * A storage server that keeps its shares in a directory ({@code spec/04}).
 *
 * <p>What a call has acknowledged survives a crash, and on a durable server a power failure. One
 * damaged container does not keep the other shares of its bucket from being served.
 */
public final class DiskStorageServer
    implements LocalStorageServer, StorageShortcuts, AutoCloseable {
  /** The most share numbers in one allocation. */
  public static final int MOST_SHARES = 256;

  /** The most bytes of UTF-8 in the reason of an advisory. */
  public static final int LONGEST_REASON = 32_757;

  private static final Logger log = LoggerFactory.getLogger(DiskStorageServer.class);

  private final DiskStorageOptions options;
  private final DiskCapacity capacity;
  private final DiskSync sync;
  private final StorageDirectory directory;
  private final WriteAheadLog writeAheadLog;
  private final IndexLocks locks;
  private final StatisticsRecorder statistics = new StatisticsRecorder();
  private final FileWork files = new FileWork();
  private final DiskCalls calls = new DiskCalls(files);
  private final Shares shares;
  private final Leases leases;
  private final Uploads uploads;
  private final ImmutableBuckets buckets;
  private final WholeShares wholeShares;
  private final MutableSlots slots;
  private final ReadCalls reads;
  private final CorruptionAdvisories advisories;
  private final IdleUploads idleUploads;
  private final ServedShares served;

  private DiskStorageServer(
      DiskStorageOptions options,
      DiskSpace space,
      DiskSync sync,
      WholeSync wholeSync,
      StorageDirectory directory)
      throws IOException {
    this.options = options;
    this.capacity = new DiskCapacity(space, options.reservedSpace(), options.readOnly());
    this.sync = sync;
    this.directory = directory;
    FreshShares fresh = new FreshShares(options.monotonicClock());
    this.locks = new IndexLocks(fresh);
    this.writeAheadLog =
        new WriteAheadLog(directory, sync, wholeSync, locks, options.monotonicClock());
    ShareChanges changes = new ShareChanges(directory, writeAheadLog, sync);
    this.shares = new Shares(directory, changes, statistics, files);
    this.uploads =
        new Uploads(
            directory,
            sync,
            locks,
            writeAheadLog,
            options.monotonicClock(),
            statistics,
            calls,
            options.discarding());
    this.leases = new Leases(directory, shares, changes, writeAheadLog, options.nodeId().bytes());
    this.buckets = new ImmutableBuckets(directory, shares, leases, uploads);
    this.wholeShares =
        new WholeShares(
            directory, writeAheadLog, locks, shares, leases, uploads, fresh, statistics, files);
    this.slots = new MutableSlots(directory, shares, changes, options.nodeId().bytes());
    this.reads = new ReadCalls(directory, locks, shares, slots, statistics, calls);
    this.advisories = new CorruptionAdvisories(directory.advisories(), sync);
    this.idleUploads = new IdleUploads(uploads);
    this.served =
        new ServedShares(
            SharesOnDisk.below(directory.shares()),
            locks,
            writeAheadLog,
            new LeaseRemoval(directory, shares, changes, writeAheadLog),
            files);
  }

  /**
   * Starts serving a storage directory, new or old, ours or the reference's. Shares that were not
   * complete when it was last served are thrown away.
   *
   * @throws StorageException if another server is serving it, if state files of an old release are
   *     in it, or if it cannot be read and written
   */
  public static DiskStorageServer start(DiskStorageOptions options) throws StorageException {
    DiskStorageServer server =
        start(options, Optional.empty(), DiskWatch.NONE, FileSystemSync.of(options.directory()));
    server.writeAheadLog.start();
    return server;
  }

  /**
   * Starts a server on a disk that a test chooses, with space that it chooses. The test calls
   * {@link #checkpoint}.
   */
  static DiskStorageServer start(
      DiskStorageOptions options, Optional<DiskSpace> chosenSpace, DiskWatch watch)
      throws StorageException {
    return start(options, chosenSpace, watch, WholeSync.NONE);
  }

  /** Starts such a server that also syncs the whole disk, or pretends it. */
  static DiskStorageServer start(
      DiskStorageOptions options,
      Optional<DiskSpace> chosenSpace,
      DiskWatch watch,
      WholeSync wholeSync)
      throws StorageException {
    DiskSync sync = new DiskSync(options.durable(), watch);
    try {
      StorageDirectory directory = StorageDirectory.open(options.directory(), sync, watch);
      boolean started = false;
      try {
        sync.directory(directory.incoming());
        DiskSpace space =
            chosenSpace.isPresent() ? chosenSpace.get() : DiskSpace.of(directory.shares());
        DiskStorageServer server =
            new DiskStorageServer(options, space, sync, wholeSync, directory);
        server.idleUploads.start();
        started = true;
        return server;
      } finally {
        if (!started) {
          directory.close();
        }
      }
    } catch (IOException e) {
      throw DiskCalls.typed("serve the directory " + options.directory(), e);
    }
  }

  @Override
  public ServerVersion version() {
    long available = capacity.available();
    return new ServerVersion(
        available, MutableEdits.MAXIMUM_SIZE, available, options.applicationVersion());
  }

  @Override
  public Allocation allocateBuckets(
      StorageIndex index, LeaseSecrets leases, Set<ShareNumber> wanted, long allocatedSize)
      throws StorageException, InterruptedException {
    if (wanted.size() > MOST_SHARES || allocatedSize < 0) {
      throw new DataTooLargeException(
          "%d shares of %d bytes cannot be allocated at once"
              .formatted(wanted.size(), allocatedSize));
    }
    return calls.call(
        "allocate shares of " + index.abbreviated(),
        () -> {
          uploads.endIdle();
          try (Timing _ = statistics.start(Operation.ALLOCATE);
              IndexLocks.Held _ = locks.alone(index)) {
            return buckets.allocate(
                index, lease(0, leases), wanted, allocatedSize, capacity.offer());
          }
        });
  }

  @Override
  public Optional<StorageShortcuts> shortcuts() {
    return Optional.of(this);
  }

  @Override
  public boolean storesWhole() {
    return !options.discarding();
  }

  @Override
  public Optional<Allocation> storeWhole(
      StorageIndex index, LeaseSecrets leases, Map<ShareNumber, ByteBuffer> shares)
      throws StorageException, InterruptedException {
    long size = shares.values().stream().mapToLong(ByteBuffer::remaining).sum();
    if (shares.size() > MOST_SHARES || size > MAXIMUM_STORED) {
      throw new DataTooLargeException(
          "%d shares of %d bytes cannot be stored at once".formatted(shares.size(), size));
    }
    return calls.call(
        "store shares of " + index.abbreviated(),
        () -> {
          uploads.endIdle();
          try (Timing _ = statistics.start(Operation.ALLOCATE)) {
            return Optional.of(
                wholeShares.store(index, lease(0, leases), shares, capacity.offer()));
          }
        });
  }

  @Override
  public Map<ShareNumber, BucketReader> getBuckets(StorageIndex index)
      throws StorageException, InterruptedException {
    return reads.getBuckets(index);
  }

  /** Sends nothing along: on a disk of this process that would save nothing. */
  @Override
  public Map<ShareNumber, FoundShare> findShares(
      StorageIndex index, List<ByteRange> likely, int most)
      throws StorageException, InterruptedException {
    return FoundShare.withoutExcerpts(getBuckets(index));
  }

  @Override
  public void addLease(StorageIndex index, LeaseSecrets leases)
      throws StorageException, InterruptedException {
    calls.call(
        "add a lease to " + index.abbreviated(),
        () -> {
          awaitLog();
          try (Timing _ = statistics.start(Operation.ADD_LEASE);
              IndexLocks.Held _ = locks.alone(index)) {
            this.leases.add(index, lease(1, leases), capacity.available());
            return null;
          }
        });
  }

  @Override
  public Map<ShareNumber, List<byte[]>> readSlot(
      StorageIndex index, Set<ShareNumber> wanted, List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    return reads.readSlot(index, wanted, ranges);
  }

  @Override
  public SlotAnswer readTestWrite(
      StorageIndex index,
      SlotSecrets secrets,
      Map<ShareNumber, ShareUpdate> updates,
      List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    if (updates.size() > MOST_SHARES) {
      throw new DataTooLargeException(
          "%d shares cannot be changed at once".formatted(updates.size()));
    }
    return calls.call(
        "change shares of " + index.abbreviated(),
        () -> {
          awaitLog();
          try (Timing _ = statistics.start(Operation.WRITEV);
              IndexLocks.Held _ = locks.alone(index)) {
            return slots.readTestWrite(
                index,
                secrets.writeEnabler(),
                lease(1, secrets.leases()),
                updates,
                ranges,
                capacity.available());
          }
        });
  }

  @Override
  public void adviseCorruptShare(
      ShareKind kind, StorageIndex index, ShareNumber share, String reason)
      throws StorageException {
    if (reason.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
      throw new DataTooLargeException(
          "the reason of an advisory has at most %d bytes".formatted(LONGEST_REASON));
    }
    calls.callLongUninterruptibly(
        "keep an advisory on " + index.abbreviated(),
        () -> {
          advise(kind, index, share, reason);
          return null;
        });
  }

  private void advise(ShareKind kind, StorageIndex index, ShareNumber share, String reason)
      throws IOException {
    if (!directory.shareNumbers(index).contains(share)) {
      log.info("somebody says that share {} of {} is corrupt; it is not here", share, index);
      return;
    }
    advisories.add(options.clock().instant(), kind, index, share, reason, capacity.available());
  }

  @Override
  public boolean hasShares(StorageIndex index) throws StorageException {
    return reads.hasShares(index);
  }

  @Override
  public Set<ShareNumber> listShares(ShareKind kind, StorageIndex index) throws StorageException {
    return reads.listShares(kind, index);
  }

  @Override
  public Optional<OpenShare> openShare(ShareKind kind, StorageIndex index, ShareNumber share)
      throws StorageException {
    return reads.openShare(kind, index, share);
  }

  @Override
  public Map<ShareNumber, List<byte[]>> excerpts(
      ShareKind kind, StorageIndex index, ExcerptRanges wanted, int most)
      throws StorageException, InterruptedException {
    return reads.excerpts(kind, index, wanted, most);
  }

  /** Its shares, for the crawlers that look after them; not after the server was closed. */
  public ExpirableShares shares() {
    return served;
  }

  /** What the server has done and what it has left. */
  public StorageStatistics statistics() {
    Optional<StorageStatistics.Disk> disk = capacity.disk();
    boolean accepting = disk.isPresent() && disk.get().available() > 0;
    return new StorageStatistics(
        uploads.allocated(),
        options.reservedSpace(),
        disk,
        accepting,
        statistics.counters(),
        statistics.latencies());
  }

  /** Waits for room in the log, but not on a full disk: the change may make room. */
  private void awaitLog() throws IOException {
    try {
      writeAheadLog.awaitRoom();
    } catch (IOException e) {
      if (!DiskSpace.isFull(e)) {
        throw e;
      }
    }
  }

  private Lease lease(int owner, LeaseSecrets secrets) {
    return Lease.granted(owner, secrets, options.clock().instant());
  }

  /** How many syncs were made since the start. */
  long syncs() {
    return sync.performed();
  }

  /** Ends uploads that were idle for too long; otherwise that happens within a minute. */
  void endIdleUploads() {
    uploads.endIdle();
  }

  /** Syncs small shares that came whole and some time ago; otherwise that happens by itself. */
  void checkpoint() {
    writeAheadLog.checkpoint();
  }

  /**
   * Waits for the calls that have begun, for at most half a minute, ends all uploads and lets go of
   * the directory. Calls that come later fail.
   */
  @Override
  public void close() throws StorageException {
    idleUploads.close();
    try (directory;
        writeAheadLog;
        files) {
      files.drain();
      uploads.endAll();
    } catch (IOException e) {
      throw DiskCalls.typed("stop serving " + options.directory(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted while the server stopped", e);
    }
  }
}
