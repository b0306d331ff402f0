package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/** When shares that come whole are synced, and what failures of the disk do to them. */
class WriteAheadLogTest {
  private final SettableClock clock = new SettableClock();
  private final FailingDisk disk = new FailingDisk();
  @TempDir Path directory;
  private DiskStorageServer server;

  @BeforeEach
  void start() throws Exception {
    server = start(directory, true);
  }

  private DiskStorageServer start(Path path, boolean durable) throws Exception {
    DiskStorageOptions options = DiskStorageOptions.of(path, new TubId(new byte[20]));
    return DiskStorageServer.start(
        options.withClock(clock).withMonotonicClock(clock).withDurable(durable),
        Optional.empty(),
        disk);
  }

  @AfterEach
  void stop() throws Exception {
    disk.failsToSync(path -> false);
    disk.hasRoomFor(Long.MAX_VALUE);
    server.close();
  }

  private static StorageIndex index(int number) {
    return new StorageIndex(ByteBuffer.allocate(16).putInt(4, number).array());
  }

  private static LeaseSecrets leases(int seed) {
    byte[] secret = new byte[32];
    secret[0] = (byte) seed;
    return new LeaseSecrets(new LeaseSecret(secret), new LeaseSecret(secret));
  }

  private Allocation store(int number, int size) throws Exception {
    Map<ShareNumber, ByteBuffer> shares = new HashMap<>();
    for (int share = 0; share < 2; share++) {
      byte[] data = new byte[size];
      new Random(number * 2L + share).nextBytes(data);
      shares.put(new ShareNumber(share), ByteBuffer.wrap(data));
    }
    return server.storeWhole(index(number), leases(0), shares).orElseThrow();
  }

  private Path bucket(int number) {
    String name = index(number).toString();
    return directory.resolve("shares").resolve(name.substring(0, 2)).resolve(name);
  }

  private SortedSet<String> incoming() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("shares/incoming"))) {
      SortedSet<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  /** The bucket of the first shares, and whatever may take their place while the server runs. */
  private boolean belongsToTheFirst(Path path) {
    return path.startsWith(bucket(1))
        || (path.startsWith(directory) && path.toString().contains("replace"));
  }

  private void makeOld() {
    clock.advance(LogSegments.OLD);
    server.checkpoint();
  }

  private SortedMap<String, String> present() throws IOException {
    return RecordedTree.complete(RecordedTree.of(directory));
  }

  /** What a server finds that starts with what is on the disk now, but for one bucket. */
  private SortedMap<String, String> afterLosing(Path bucket) throws Exception {
    try (PowerCut cut = new PowerCut(directory)) {
      cut.lose(bucket);
      start(cut.directory(), true).close();
      return RecordedTree.complete(RecordedTree.of(cut.directory()));
    }
  }

  @Test
  void sharesThatComeTogetherTakeOneSync() throws Exception {
    store(1, 3500);
    long before = server.syncs();
    store(2, 3500);
    assertThat(server.syncs() - before).isEqualTo(1);
    assertThat(incoming()).containsExactly("truckee.wal.1");
  }

  @Test
  void sharesHaveNoNamesBeforeTheLogHasThem() throws Exception {
    List<Boolean> named = new ArrayList<>();
    disk.failsToSync(path -> !named.add(Files.exists(bucket(1))));
    store(1, 100);
    assertThat(named).containsExactly(false, false);
    assertThat(bucket(1)).exists();
  }

  @Test
  void sharesThatComeAtOnceShareSyncs() throws Exception {
    store(0, 100);
    long before = server.syncs();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Allocation>> stored = new ArrayList<>();
      for (int i = 1; i <= 50; i++) {
        int number = i;
        stored.add(executor.submit(() -> store(number, 100)));
      }
      for (Future<Allocation> allocation : stored) {
        assertThat(allocation.get().writers()).hasSize(2);
      }
    }
    assertThat(server.syncs() - before).isBetween(1L, 50L);
  }

  @Test
  void serverThatIsNotDurableHasNoLog() throws Exception {
    server.close();
    server = start(directory, false);
    store(1, 3500);
    assertThat(server.syncs()).isZero();
    assertThat(incoming()).isEmpty();
  }

  @Test
  void oldSegmentIsSyncedAndDeleted() throws Exception {
    store(1, 100);
    clock.advance(LogSegments.OLD.minusMillis(1));
    server.checkpoint();
    assertThat(incoming()).containsExactly("truckee.wal.1");
    clock.advance(LogSegments.OLD);
    long before = server.syncs();
    server.checkpoint();
    // Two files, their bucket, its prefix, all shares; and that the log is deleted.
    assertThat(server.syncs() - before).isEqualTo(6);
    assertThat(incoming()).isEmpty();
    store(2, 100);
    assertThat(incoming()).containsExactly("truckee.wal.2");
    before = server.syncs();
    makeOld();
    assertThat(server.syncs() - before).isEqualTo(5);
  }

  @Test
  void largeSegmentIsSyncedAndDeleted() throws Exception {
    int number = 0;
    while (!incoming().contains("truckee.wal.2")) {
      store(number++, 128 << 10);
      assertThat(number).isLessThan(80);
    }
    server.checkpoint();
    assertThat(incoming()).containsExactly("truckee.wal.2");
  }

  @Test
  void largeSegmentEndsByItself() throws Exception {
    server.close();
    server = DiskStorageServer.start(DiskStorageOptions.of(directory, new TubId(new byte[20])));
    for (int number = 0; number < 70; number++) {
      store(number, 128 << 10);
    }
    long end = System.nanoTime() + 60_000_000_000L;
    while (incoming().contains("truckee.wal.1")) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.yield();
    }
  }

  @Test
  void closingSyncsAndLeavesNoLog() throws Exception {
    store(1, 100);
    server.close();
    assertThat(incoming()).isEmpty();
    start();
    assertThat(server.getBuckets(index(1))).hasSize(2);
  }

  @Test
  void logThatCannotBeWrittenStoresNothing() throws Exception {
    store(1, 100);
    disk.hasRoomFor(2 * (100 + 84) + 50);
    assertThatThrownBy(() -> store(2, 100)).isInstanceOf(NoSpaceException.class);
    requireNotStored(2);
    disk.hasRoomFor(Long.MAX_VALUE);
    assertThat(store(2, 100).writers()).hasSize(2);
    assertThat(afterLosing(bucket(1))).isEqualTo(present());
    assertThat(afterLosing(bucket(2))).isEqualTo(present());
  }

  @Test
  void logThatCannotBeSyncedIsNotTrustedAgain() throws Exception {
    store(1, 100);
    Path segment = directory.resolve("shares/incoming/truckee.wal.1");
    // A system reports what it lost once.
    disk.failsToSync(path -> path.equals(segment) && disk.failures() == 0);
    assertThatThrownBy(() -> store(2, 100))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Input/output error");
    requireNotStored(2);
    assertThat(store(3, 100).writers()).hasSize(2);
    assertThat(incoming()).contains("truckee.wal.2");
    assertThat(store(2, 100).writers()).hasSize(2);
    server.checkpoint();
    assertThat(incoming()).containsExactly("truckee.wal.2");
  }

  @Test
  void shareThatTheLogCouldNotKeepCanComeOnAnotherWay() throws Exception {
    disk.hasRoomFor(2 * (100 + 84) + 50);
    assertThatThrownBy(() -> store(1, 100)).isInstanceOf(NoSpaceException.class);
    disk.hasRoomFor(Long.MAX_VALUE);
    ShareNumber share = new ShareNumber(0);
    BucketWriter writer =
        server.allocateBuckets(index(1), leases(0), Set.of(share), 3).writers().get(share);
    writer.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    writer.close();
    assertThat(server.listShares(ShareKind.IMMUTABLE, index(1))).containsExactly(share);
  }

  private void requireNotStored(int number) throws Exception {
    assertThat(server.listShares(ShareKind.IMMUTABLE, index(number))).isEmpty();
    assertThat(bucket(number)).doesNotExist();
    assertThat(incoming()).allMatch(name -> name.startsWith("truckee.wal."));
  }

  @Test
  void shareThatCannotBeSyncedLaterIsWrittenAnew() throws Exception {
    store(1, 100);
    Path share = bucket(1).resolve("0");
    byte[] container = Files.readAllBytes(share);
    Object before = Files.getAttribute(share, "unix:ino");
    disk.failsToSync(share::equals);
    makeOld();
    assertThat(incoming()).isEmpty();
    assertThat(share).hasBinaryContent(container);
    assertThat(Files.getAttribute(share, "unix:ino")).isNotEqualTo(before);
  }

  @Test
  void syncsThatFailLaterAreMadeAgain() throws Exception {
    store(1, 100);
    disk.failsToSync(this::belongsToTheFirst);
    makeOld();
    assertThat(incoming()).containsExactly("truckee.wal.1");
    store(2, 100);
    makeOld();
    assertThat(incoming()).containsExactly("truckee.wal.1", "truckee.wal.2");
    assertThat(afterLosing(bucket(1))).isEqualTo(present());
    disk.failsToSync(path -> false);
    server.checkpoint();
    assertThat(incoming()).isEmpty();
  }

  @Test
  void newSharesWaitWhileTheDiskKeepsNothing() throws Exception {
    store(1, 100);
    disk.failsToSync(this::belongsToTheFirst);
    makeOld();
    store(2, 100);
    makeOld();
    assertThatThrownBy(() -> store(3, 100))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Input/output error");
    disk.failsToSync(path -> false);
    assertThat(store(3, 100).writers()).hasSize(2);
    assertThat(incoming()).containsExactly("truckee.wal.3");
  }

  @Test
  void leaseOfAShareThatIsOnlyInTheLogMakesItDurable() throws Exception {
    store(1, 100);
    List<Path> synced = new ArrayList<>();
    disk.failsToSync(path -> !synced.add(path));
    server.addLease(index(1), leases(1));
    assertThat(synced)
        .contains(
            bucket(1).resolve("0"),
            bucket(1).resolve("1"),
            bucket(1),
            bucket(1).getParent(),
            directory.resolve("shares"));
  }

  @Test
  void wayIsMadeForAShareThatComesAfterOneThatLeft() throws Exception {
    for (BucketWriter stored : store(1, 100).writers().values()) {
      stored.abort();
    }
    ShareNumber share = new ShareNumber(0);
    BucketWriter writer =
        server.allocateBuckets(index(1), leases(0), Set.of(share), 3).writers().get(share);
    writer.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    writer.close();
    byte[] container = Files.readAllBytes(bucket(1).resolve("0"));
    try (PowerCut cut = new PowerCut(directory)) {
      start(cut.directory(), true).close();
      assertThat(cut.moved(bucket(1).resolve("0"))).hasBinaryContent(container);
      assertThat(cut.moved(bucket(1).resolve("1"))).doesNotExist();
    }
  }
}
