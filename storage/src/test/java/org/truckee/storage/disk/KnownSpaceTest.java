package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
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
import org.truckee.storage.Refusal;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageStatistics;

/** What a server offers of a disk whose size is known. */
class KnownSpaceTest {
  private static final long RESERVED = 10_000;
  private static final int OVERHEAD = 12 + 72;
  private static final LeaseSecrets LEASES =
      new LeaseSecrets(new LeaseSecret(new byte[32]), new LeaseSecret(new byte[32]));

  private final AtomicLong free = new AtomicLong(RESERVED + 1000);
  @TempDir Path directory;
  private DiskStorageServer server;

  @BeforeEach
  void start() throws Exception {
    DiskSpace disk = () -> new DiskSpace.Figures(100_000, free.get() + 5000, free.get());
    server =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory, new TubId(new byte[20])).withReservedSpace(RESERVED),
            Optional.of(disk),
            DiskWatch.NONE);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static StorageIndex index(int number) {
    return new StorageIndex(ByteBuffer.allocate(16).putInt(number).array());
  }

  private static ShareNumber share(int number) {
    return new ShareNumber(number);
  }

  private Allocation allocate(int index, long size) throws Exception {
    return server.allocateBuckets(index(index), LEASES, Set.of(share(0)), size);
  }

  private Allocation store(int index, int size) throws Exception {
    return server
        .storeWhole(index(index), LEASES, Map.of(share(0), ByteBuffer.allocate(size)))
        .orElseThrow();
  }

  @Test
  void versionAndStatisticsLeaveOutWhatIsReserved() {
    ServerVersion version = server.version();
    assertThat(version.availableSpace()).isEqualTo(1000);
    assertThat(version.maximumImmutableShareSize()).isEqualTo(1000);
    StorageStatistics statistics = server.statistics();
    assertThat(statistics.reservedSpace()).isEqualTo(RESERVED);
    assertThat(statistics.disk())
        .contains(new StorageStatistics.Disk(100_000, RESERVED + 6000, RESERVED + 1000, 1000));
    assertThat(statistics.acceptingImmutableShares()).isTrue();
    free.set(RESERVED);
    assertThat(server.version().availableSpace()).isZero();
    assertThat(server.statistics().acceptingImmutableShares()).isFalse();
  }

  @Test
  void whatIsReservedIsNotAllocated() throws Exception {
    assertThat(allocate(1, 1001).refused()).isEqualTo(Map.of(share(0), Refusal.NO_ROOM));
    assertThat(allocate(1, 1000).writers()).hasSize(1);
    assertThat(server.statistics().allocated()).isEqualTo(1000);
  }

  @Test
  void whatIsPromisedToUploadsIsNotPromisedAgain() throws Exception {
    BucketWriter writer = allocate(1, 600).writers().get(share(0));
    assertThat(allocate(2, 401).refused()).isEqualTo(Map.of(share(0), Refusal.NO_ROOM));
    assertThat(store(3, 401 - OVERHEAD).refused()).isEqualTo(Map.of(share(0), Refusal.NO_ROOM));
    assertThat(store(4, 400 - OVERHEAD).writers()).hasSize(1);
    writer.abort();
    assertThat(allocate(2, 1000).writers()).as("space that was freed is used at once").hasSize(1);
  }

  @Test
  void whatIsReservedIsNotStoredWholeEither() throws Exception {
    assertThat(store(1, 1001 - OVERHEAD).refused()).isEqualTo(Map.of(share(0), Refusal.NO_ROOM));
    assertThat(store(1, 1000 - OVERHEAD).writers()).hasSize(1);
  }

  @Test
  void noLeaseIsAddedWhereOnlyReservedSpaceIsLeft() throws Exception {
    store(1, 100);
    free.set(RESERVED + 71);
    byte[] secret = new byte[32];
    secret[0] = 1;
    LeaseSecret other = new LeaseSecret(secret);
    LeaseSecrets leases = new LeaseSecrets(other, other);
    assertThatThrownBy(() -> server.addLease(index(1), leases))
        .isInstanceOf(NoSpaceException.class);
    free.set(RESERVED + 72);
    server.addLease(index(1), leases);
  }
}
