package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.LocalStorageServer.OpenShare;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteEnabler;

/** What a server has acknowledged is there after the power was cut, at whatever moment. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class PowerFailureTest {
  private static final int FAILURES = 40;
  private static final int OTHER_FAILURES = 15;
  private static final int FAILURES_IN_A_ROW = 3;
  private static final int CLIENTS = 4;
  private static final int MOST_STEPS = 40;

  /** Some segments have the 64 shares that are synced with one call before they are ended. */
  private static final int MOST_SHARES = 16;

  private static final long SEED = Long.getLong("truckee.seed", 20261124);
  private static final ShareNumber SHARE = new ShareNumber(3);

  private Random random = new Random(SEED);
  private final SettableClock clock = new SettableClock();
  private final Map<StorageIndex, Promise> promises = new HashMap<>();
  private final Map<StorageIndex, BucketWriter> fresh = new HashMap<>();
  private final Map<StorageIndex, List<byte[]>> tries = new HashMap<>();
  private final List<StorageIndex> free = new ArrayList<>();
  @TempDir Path temporary;
  private DiskStorageServer server;
  private int created;
  private int acknowledged;
  private long seed;
  private LeftOnDisk left;

  /**
   * What was acknowledged.
   *
   * @param leases how many each share has at least
   * @param shares how many there are, from {@link #SHARE} on, all with the same data
   */
  private record Promise(ShareKind kind, byte[] data, int leases, int shares) {
    Promise(ShareKind kind, byte[] data, int leases) {
      this(kind, data, leases, 1);
    }
  }

  @Test
  void everythingAcknowledgedSurvivesPowerFailures() throws Exception {
    survive(SEED, FAILURES);
  }

  @Test
  void everythingAcknowledgedSurvivesOtherPowerFailuresEveryTime() throws Exception {
    survive(Long.getLong("truckee.seed", System.nanoTime()), OTHER_FAILURES);
  }

  private void survive(long seed, int failures) throws Exception {
    seed(seed);
    Path directory = Files.createDirectories(temporary.resolve("0"));
    for (int failure = 1; failure <= failures; failure++) {
      Path next = temporary.resolve(Integer.toString(failure));
      try (LosingDisk disk = new LosingDisk(directory, random)) {
        // Some come when what the last one left is not repaired yet.
        disk.losesPowerAfter(random.nextInt(200));
        if (start(directory, disk)) {
          live();
        }
        // Nothing that a server does without power is sure to stay.
        disk.losesPowerAfter(0);
        stop();
        disk.whatIsLeft(next);
      }
      directory = next;
    }
    start(directory, DiskWatch.NONE);
    server.close();
    System.out.println("acknowledged and found: " + acknowledged);
    assertThat(acknowledged).isGreaterThan(2 * failures);
  }

  /** The order in which requests meet the disk is not decided by the seed here. */
  @Test
  void everythingAcknowledgedToSeveralAtOnceSurvivesPowerFailures() throws Exception {
    seed(Long.getLong("truckee.seed", System.nanoTime()));
    int wholeSyncs = 0;
    Path directory = Files.createDirectories(temporary.resolve("0"));
    for (int failure = 1; failure <= OTHER_FAILURES; failure++) {
      Path next = temporary.resolve(Integer.toString(failure));
      try (LosingDisk disk = new LosingDisk(directory, new Random(random.nextLong()))) {
        disk.losesPowerAfter(random.nextInt(800));
        if (start(directory, disk, disk.wholeSync())) {
          storeAtOnce();
        }
        disk.losesPowerAfter(0);
        stop();
        wholeSyncs += disk.wholeSyncs();
        disk.whatIsLeft(next);
      }
      directory = failure % FAILURES_IN_A_ROW == 0 ? emptied(next) : next;
    }
    start(directory, DiskWatch.NONE);
    server.close();
    System.out.println("acknowledged and found: " + acknowledged + ", whole syncs: " + wholeSyncs);
    assertThat(acknowledged).isGreaterThan(2 * OTHER_FAILURES);
    assertThat(wholeSyncs).as("syncs of the whole disk").isPositive();
  }

  private void seed(long chosen) {
    System.out.println("seed: -Dtruckee.seed=" + chosen);
    seed = chosen;
    random = new Random(chosen);
  }

  /** Another directory, when all is found in this one: the disk looks at everything very often. */
  private Path emptied(Path directory) throws Exception {
    start(directory, DiskWatch.NONE);
    server.close();
    promises.clear();
    return Files.createDirectories(temporary.resolve("after-" + directory.getFileName()));
  }

  private void storeAtOnce() throws Exception {
    List<Callable<Map<StorageIndex, Promise>>> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      long seed = random.nextLong();
      int first = created;
      created += MOST_STEPS;
      clients.add(() -> storeUntilPowerFails(new Random(seed), first));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Map<StorageIndex, Promise>> kept : threads.invokeAll(clients)) {
        promises.putAll(kept.get());
        acknowledged += kept.get().size();
      }
    }
  }

  private Map<StorageIndex, Promise> storeUntilPowerFails(Random chance, int first)
      throws Exception {
    Map<StorageIndex, Promise> kept = new HashMap<>();
    try {
      for (int i = 0; i < MOST_STEPS; i++) {
        StorageIndex index = numbered(first + i);
        byte[] data = bytes(chance.nextLong(), chance.nextInt(2000));
        int count = 1 + chance.nextInt(MOST_SHARES);
        Map<ShareNumber, ByteBuffer> shares = new HashMap<>();
        for (int share = 0; share < count; share++) {
          shares.put(numbered(SHARE, share), ByteBuffer.wrap(data));
        }
        server.storeWhole(index, leases(0), shares).orElseThrow();
        kept.put(index, new Promise(ShareKind.IMMUTABLE, data, 1, count));
        if (chance.nextInt(5) == 0) {
          server.addLease(index, leases(chance.nextLong()));
          kept.put(index, new Promise(ShareKind.IMMUTABLE, data, 2, count));
        }
        if (chance.nextInt(12) == 0) {
          clock.advance(LogSegments.OLD);
          server.checkpoint();
        }
      }
    } catch (StorageException e) {
      assertThat(e.getMessage()).containsAnyOf("power is off", "write-ahead log");
    }
    return kept;
  }

  private boolean start(Path directory, DiskWatch disk) throws Exception {
    return start(directory, disk, WholeSync.NONE);
  }

  private boolean start(Path directory, DiskWatch disk, WholeSync wholeSync) throws Exception {
    server = null;
    fresh.clear();
    left = LeftOnDisk.in(directory);
    try {
      server =
          DiskStorageServer.start(
              DiskStorageOptions.of(directory, new TubId(new byte[20]))
                  .withClock(clock)
                  .withMonotonicClock(clock),
              Optional.empty(),
              disk,
              wholeSync);
    } catch (StorageException e) {
      assertThat(e).hasMessageContaining("the power is off");
      return false;
    }
    checkAll(directory);
    return true;
  }

  private void stop() {
    try {
      if (server != null) {
        server.close();
      }
    } catch (StorageException e) {
      assertThat(e).hasMessageContaining("the power is off");
    }
  }

  private void live() throws Exception {
    for (int step = 0; step < MOST_STEPS; step++) {
      try {
        step();
        acknowledged++;
      } catch (StorageException e) {
        if (e.getMessage().contains("power is off") || e.getMessage().contains("write-ahead log")) {
          return;
        }
        throw e;
      }
    }
  }

  private void step() throws Exception {
    byte[] data = bytes(random.nextLong(), random.nextInt(2000));
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> store(anyIndex(), data);
      case 3, 4 -> takeBack();
      case 5 -> addLease();
      case 6 -> upload(anyIndex(), data);
      case 7 -> createSlot(anyIndex(), data);
      case 8 -> changeSlot(data);
      default -> {
        clock.advance(Duration.ofSeconds(random.nextInt(70)));
        server.checkpoint();
      }
    }
  }

  /** A new one, or one of which a share was taken back or not acknowledged. */
  private StorageIndex anyIndex() {
    if (!free.isEmpty() && random.nextBoolean()) {
      return free.remove(random.nextInt(free.size()));
    }
    return numbered(created++);
  }

  private static StorageIndex numbered(int number) {
    return new StorageIndex(
        ByteBuffer.allocate(16).putInt(number % 2 << 30).putInt(number).array());
  }

  private void store(StorageIndex index, byte[] data) throws Exception {
    Map<ShareNumber, ByteBuffer> shares = Map.of(SHARE, ByteBuffer.wrap(data));
    tried(index, data);
    Allocation allocation = server.storeWhole(index, leases(0), shares).orElseThrow();
    if (isNew(index, allocation)) {
      fresh.put(index, allocation.writers().get(SHARE));
      promises.put(index, new Promise(ShareKind.IMMUTABLE, data, 1));
      free.remove(index);
    }
  }

  /** If it fails, its index is free for another try. */
  private void tried(StorageIndex index, byte[] data) {
    tries.computeIfAbsent(index, key -> new ArrayList<>()).add(data);
    free.add(index);
  }

  /** What was not acknowledged may be there wholly, but nothing else, that would be in the way. */
  private boolean isNew(StorageIndex index, Allocation allocation) throws Exception {
    if (allocation.alreadyHave().isEmpty()) {
      assertThat(allocation.writers()).containsOnlyKeys(SHARE);
      return true;
    }
    byte[] found = stored(ShareKind.IMMUTABLE, index).orElseThrow();
    assertThat(tries.get(index)).anyMatch(data -> Arrays.equals(data, found));
    free.remove(index);
    return false;
  }

  private void takeBack() throws Exception {
    if (!fresh.isEmpty()) {
      StorageIndex index = any(fresh.keySet());
      promises.remove(index);
      free.add(index);
      fresh.remove(index).abort();
    }
  }

  private void addLease() throws Exception {
    if (!promises.isEmpty()) {
      StorageIndex index = any(promises.keySet());
      fresh.remove(index);
      server.addLease(index, leases(random.nextLong()));
      Promise before = promises.get(index);
      promises.put(index, new Promise(before.kind, before.data, before.leases + 1));
    }
  }

  private void upload(StorageIndex index, byte[] data) throws Exception {
    tried(index, data);
    Allocation allocation = server.allocateBuckets(index, leases(0), Set.of(SHARE), data.length);
    if (isNew(index, allocation)) {
      BucketWriter writer = allocation.writers().get(SHARE);
      writer.write(0, ByteBuffer.wrap(data));
      writer.close();
      promises.put(index, new Promise(ShareKind.IMMUTABLE, data, 1));
      free.remove(index);
    }
  }

  private void createSlot(StorageIndex index, byte[] data) throws Exception {
    if (server.listShares(ShareKind.IMMUTABLE, index).isEmpty()) {
      change(index, 0, data);
      promises.put(index, new Promise(ShareKind.MUTABLE, data, 1));
    }
  }

  private void changeSlot(byte[] data) throws Exception {
    List<StorageIndex> slots =
        promises.keySet().stream()
            .filter(index -> promises.get(index).kind == ShareKind.MUTABLE)
            .toList();
    if (!slots.isEmpty()) {
      StorageIndex index = any(slots);
      Promise before = promises.remove(index);
      change(index, before.data.length, data);
      byte[] all = Arrays.copyOf(before.data, before.data.length + data.length);
      System.arraycopy(data, 0, all, before.data.length, data.length);
      promises.put(index, new Promise(ShareKind.MUTABLE, all, before.leases));
    }
  }

  private void change(StorageIndex index, long offset, byte[] data) throws Exception {
    ShareUpdate update =
        new ShareUpdate(
            List.of(), List.of(new ShareUpdate.Write(offset, data)), OptionalLong.empty());
    SlotSecrets secrets = new SlotSecrets(new WriteEnabler(new byte[32]), leases(0));
    server.readTestWrite(index, secrets, Map.of(SHARE, update), List.of());
  }

  private void checkAll(Path directory) throws Exception {
    for (Map.Entry<StorageIndex, Promise> entry : promises.entrySet()) {
      for (int share = 0; share < entry.getValue().shares; share++) {
        check(directory, entry.getKey(), numbered(SHARE, share), entry.getValue());
      }
    }
  }

  private void check(Path directory, StorageIndex index, ShareNumber share, Promise promise)
      throws Exception {
    assertThat(stored(promise.kind, index, share))
        .as(() -> description(index, share, promise))
        .hasValueSatisfying(data -> assertThat(data).isEqualTo(promise.data));
    if (promise.kind == ShareKind.IMMUTABLE) {
      String name = index.toString();
      Path path = directory.resolve("shares/" + name.substring(0, 2) + "/" + name + "/" + share);
      try (ShareFile file = ShareFile.forReading(path)) {
        assertThat(ImmutableContainer.open(file).leaseCount())
            .as(() -> description(index, share, promise))
            .isGreaterThanOrEqualTo(promise.leases);
      }
    }
  }

  private String description(StorageIndex index, ShareNumber share, Promise promise) {
    return "%s share %s of %s, seed %d; the power failure had left %s"
        .formatted(promise.kind, share, index, seed, left.of(index));
  }

  private static ShareNumber numbered(ShareNumber first, int further) {
    return new ShareNumber(first.value() + further);
  }

  private Optional<byte[]> stored(ShareKind kind, StorageIndex index) throws Exception {
    return stored(kind, index, SHARE);
  }

  private Optional<byte[]> stored(ShareKind kind, StorageIndex index, ShareNumber number)
      throws Exception {
    try (OpenShare share = server.openShare(kind, index, number).orElse(null)) {
      if (share == null) {
        return Optional.empty();
      }
      byte[] data = new byte[(int) share.length()];
      share.read(0, ByteBuffer.wrap(data));
      return Optional.of(data);
    }
  }

  private StorageIndex any(Collection<StorageIndex> indexes) {
    return indexes.stream().sorted().toList().get(random.nextInt(indexes.size()));
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static LeaseSecrets leases(long seed) {
    return new LeaseSecrets(new LeaseSecret(bytes(seed, 32)), new LeaseSecret(bytes(~seed, 32)));
  }
}
