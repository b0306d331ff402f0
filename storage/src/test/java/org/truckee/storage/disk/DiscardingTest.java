package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareNumber;

/** A server that throws away what it is sent, as the reference does with {@code debug_discard}. */
class DiscardingTest {
  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);
  private static final ShareNumber SHARE = new ShareNumber(1);

  @TempDir private Path temp;

  @Test
  void whatIsWrittenIsMissingAndReadsAsZeros() throws Exception {
    LeaseSecret secret = new LeaseSecret(new byte[32]);
    try (DiskStorageServer server =
        DiskStorageServer.start(
            DiskStorageOptions.of(temp, new TubId(new byte[20])).withDiscarding(true))) {
      BucketWriter writer =
          server
              .allocateBuckets(INDEX, new LeaseSecrets(secret, secret), Set.of(SHARE), 10)
              .writers()
              .get(SHARE);
      ByteBuffer data = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
      assertThat(writer.write(0, data).missing()).hasSize(1);
      assertThat(data.hasRemaining()).isFalse();
      writer.close();
      byte[] found = new byte[10];
      assertThat(server.getBuckets(INDEX).get(SHARE).read(0, ByteBuffer.wrap(found))).isEqualTo(10);
      assertThat(found).isEqualTo(new byte[10]);
      assertThat(server.storesWhole()).isFalse();
    }
  }
}
