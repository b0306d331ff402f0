package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.StorageException;
import org.truckee.storage.upkeep.FoundContainer;
import org.truckee.storage.upkeep.LeaseRule;

/**
 * A share from which leases are taken is whole, before or after, when the power fails meanwhile.
 */
class LeaseRemovalPowerFailureTest {
  private static final long SEED = Long.getLong("truckee.seed", 20261130);
  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);
  private static final int SIZE = 5000;
  private static final List<Long> ALL = List.of(100L, 900L, 200L, 800L, 300L);
  private static final List<Long> KEPT = List.of(900L, 800L);
  private static final LeaseRule RULE = (kind, expiration) -> expiration < 500;
  private static final int OPERATIONS = 14;

  @TempDir private Path temp;

  private static byte[] share() {
    ByteBuffer file = ByteBuffer.allocate(12 + SIZE + 72 * ALL.size());
    file.putInt(2).putInt(SIZE).putInt(ALL.size());
    for (int i = 0; i < SIZE; i++) {
      file.put((byte) i);
    }
    for (int i = 0; i < ALL.size(); i++) {
      file.putInt(i + 1).put(new byte[64]).putInt(ALL.get(i).intValue());
    }
    return file.array();
  }

  private static DiskStorageServer start(Path directory, DiskWatch watch) throws StorageException {
    return DiskStorageServer.start(
        DiskStorageOptions.of(directory, new TubId(new byte[20])), Optional.empty(), watch);
  }

  @Test
  void leasesAreTakenWhollyOrNotAtAll() throws Exception {
    Random random = new Random(SEED);
    TreeSet<Integer> seen = new TreeSet<>();
    for (int round = 0; round < 8; round++) {
      for (int operations = 0; operations < OPERATIONS; operations++) {
        Path before = temp.resolve("before-%d-%d".formatted(round, operations));
        Path after = temp.resolve("after-%d-%d".formatted(round, operations));
        Path bucket = before.resolve("shares/aa").resolve(INDEX.toString());
        Files.createDirectories(bucket);
        Files.write(bucket.resolve("0"), share());
        start(before, DiskWatch.NONE).close();
        boolean done = failWhileLeasesAreTaken(before, after, operations, random);
        List<Long> left = leasesLeft(after);
        assertThat(left).isIn(ALL, KEPT);
        if (done) {
          assertThat(left).isEqualTo(KEPT);
        }
        seen.add(left.size());
      }
    }
    assertThat(seen).containsExactly(KEPT.size(), ALL.size());
  }

  private static boolean failWhileLeasesAreTaken(
      Path before, Path after, int operations, Random random) throws Exception {
    try (LosingDisk disk = new LosingDisk(before, random)) {
      DiskStorageServer server = start(before, disk);
      disk.losesPowerAfter(operations);
      boolean done;
      try {
        server.shares().expire(INDEX.toString(), RULE);
        done = true;
      } catch (IOException e) {
        done = false;
      }
      disk.losesPowerAfter(0);
      try {
        server.close();
      } catch (StorageException e) {
        // It has no power either.
      }
      disk.whatIsLeft(after);
      return done;
    }
  }

  private static List<Long> leasesLeft(Path directory) throws Exception {
    try (DiskStorageServer server = start(directory, DiskWatch.NONE)) {
      FoundContainer found = server.shares().bucket(INDEX.toString()).shares().getFirst();
      List<Long> left = ((FoundContainer.Sound) found).expirations();
      byte[] data = new byte[SIZE];
      ByteBuffer target = ByteBuffer.wrap(data);
      server.getBuckets(INDEX).values().iterator().next().read(0, target);
      for (int i = 0; i < SIZE; i++) {
        assertThat(data[i]).isEqualTo((byte) i);
      }
      return left;
    }
  }

  @Test
  void aShareWithoutLeasesIsGoneForGood() throws Exception {
    Path bucket = temp.resolve("store/shares/aa").resolve(INDEX.toString());
    Files.createDirectories(bucket);
    Files.write(bucket.resolve("0"), share());
    try (DiskStorageServer server = start(temp.resolve("store"), DiskWatch.NONE)) {
      assertThat(server.shares().expire(INDEX.toString(), (kind, expiration) -> true)).hasSize(1);
      assertThat(bucket).doesNotExist();
      assertThat(server.getBuckets(INDEX)).isEmpty();
    }
  }
}
