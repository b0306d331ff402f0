package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.Refusal;
import org.truckee.storage.ShareNumber;

/** What shares that come whole leave in the directory. */
class WholeSharesTest {
  private static final StorageIndex INDEX = new StorageIndex(new byte[StorageIndex.LENGTH]);
  private static final LeaseSecrets LEASES =
      new LeaseSecrets(
          new LeaseSecret(new byte[LeaseSecret.LENGTH]),
          new LeaseSecret(new byte[LeaseSecret.LENGTH]));

  @TempDir Path directory;

  private DiskStorageOptions options() {
    return DiskStorageOptions.of(directory, new TubId(new byte[20]));
  }

  private static Allocation store(DiskStorageServer server, int shares, int length)
      throws Exception {
    Map<ShareNumber, ByteBuffer> contents = new HashMap<>();
    for (int share = 0; share < shares; share++) {
      contents.put(new ShareNumber(share), ByteBuffer.allocate(length));
    }
    return server.storeWhole(INDEX, LEASES, contents).orElseThrow();
  }

  private boolean hasBuckets() throws Exception {
    try (Stream<Path> prefixes = Files.list(directory.resolve("shares"))) {
      return prefixes
          .filter(prefix -> !prefix.endsWith("incoming"))
          .flatMap(prefix -> Stream.of(prefix.toFile().listFiles()))
          .findAny()
          .isPresent();
    }
  }

  @Test
  void nothingIsLeftWhereNothingIsStored() throws Exception {
    try (DiskStorageServer server = DiskStorageServer.start(options())) {
      assertThat(store(server, 0, 0).writers()).isEmpty();
    }
    assertThat(hasBuckets()).isFalse();
  }

  @Test
  void aServerThatTakesNothingTakesNoEmptyShareEither() throws Exception {
    try (DiskStorageServer server = DiskStorageServer.start(options().withReadOnly(true))) {
      Allocation allocation = store(server, 2, 0);
      assertThat(allocation.writers()).isEmpty();
      assertThat(allocation.refused()).hasSize(2).containsValue(Refusal.READ_ONLY);
    }
    assertThat(hasBuckets()).isFalse();
  }

  @Test
  void asManySharesAreStoredAsThereIsRoomFor() throws Exception {
    long bytes = 2 * (12 + 100 + 72);
    DiskSpace room = () -> new DiskSpace.Figures(bytes, bytes, bytes);
    try (DiskStorageServer server =
        DiskStorageServer.start(options(), Optional.of(room), DiskWatch.NONE)) {
      Allocation allocation = store(server, 3, 100);
      assertThat(allocation.writers()).containsOnlyKeys(new ShareNumber(0), new ShareNumber(1));
      assertThat(allocation.refused()).isEqualTo(Map.of(new ShareNumber(2), Refusal.NO_ROOM));
    }
  }

  @Test
  void theBucketGoesWithTheLastShareThatIsTakenBack() throws Exception {
    try (DiskStorageServer server = DiskStorageServer.start(options())) {
      for (BucketWriter writer : store(server, 2, 100).writers().values()) {
        assertThat(hasBuckets()).isTrue();
        writer.abort();
      }
    }
    assertThat(hasBuckets()).isFalse();
  }
}
