package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareNumber;

/** The calendar may be set while a server runs; durations are none of its business. */
class ClockJumpTest {
  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);
  private static final ShareNumber SHARE = new ShareNumber(0);
  private static final LeaseSecrets LEASES =
      new LeaseSecrets(new LeaseSecret(new byte[32]), new LeaseSecret(new byte[32]));

  @TempDir private Path directory;

  @Test
  void anUploadGoesOnWhenTheClockIsSetInTheMiddleOfIt() throws Exception {
    SettableClock clock = new SettableClock();
    try (DiskStorageServer server =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory, new TubId(new byte[20]))
                .withClock(clock)
                .withMonotonicClock(clock))) {
      BucketWriter writer =
          server.allocateBuckets(INDEX, LEASES, Set.of(SHARE), 20).writers().get(SHARE);
      writer.write(0, ByteBuffer.wrap(new byte[10]));
      clock.set(clock.instant().plus(Duration.ofHours(1)));
      writer.write(10, ByteBuffer.wrap(new byte[5]));
      clock.set(clock.instant().minus(Duration.ofDays(2)));
      writer.write(15, ByteBuffer.wrap(new byte[5]));
      writer.close();
      assertThat(server.getBuckets(INDEX)).containsOnlyKeys(SHARE);
    }
  }
}
