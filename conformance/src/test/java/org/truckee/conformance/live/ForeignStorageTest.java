package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.NodeCertificate;
import org.truckee.crypto.StorageIndex;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Value;
import org.truckee.storage.Allocation;
import org.truckee.storage.BadWriteEnablerException;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ConflictingWriteException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageServer;
import org.truckee.storage.UploadGoneException;
import org.truckee.storage.WriteEnabler;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;
import org.truckee.wire.foolscap.FoolscapStorageClient;
import org.truckee.wire.foolscap.FoolscapStorageServer;

/** Storage over Foolscap between us and Tahoe-LAFS, in both roles. */
@Tag("live")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ForeignStorageTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int SIZE = 2_000_000;
  private static final ShareNumber SHARE = new ShareNumber(4);

  private static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static NodeCertificate certificate() {
    return NodeCertificate.generate(Clock.systemUTC(), new SecureRandom());
  }

  @Test
  void aClientOfTheReferenceUsesOurServer(@TempDir Path directory) throws Exception {
    NodeCertificate certificate = certificate();
    try (FoolscapProcess process = FoolscapProcess.start(directory.resolve("process"));
        DiskStorageServer disk =
            DiskStorageServer.start(
                DiskStorageOptions.of(directory.resolve("storage"), certificate.tubId())
                    .withDurable(false));
        Tub tub = new Tub(certificate, TubOptions.builder().untypedLimit(64 << 20).build())) {
      Listener listener = tub.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      tub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + listener.port())));
      RemoteReference driver = tub.connect(process.driver(), LIMIT);
      Value name =
          driver.call(
              "use_storage",
              List.of(FoolscapStorageServer.of(disk), Bytes.of(bytes(1, SIZE))),
              LIMIT);
      assertThat(name).isEqualTo(Value.bytes("RIStorageServer.tahoe.allmydata.com"));
    }
  }

  @Test
  void ourClientUsesAServerOfTheReference(@TempDir Path directory) throws Exception {
    try (FoolscapProcess process = FoolscapProcess.start(directory);
        Tub tub = new Tub(certificate(), TubOptions.defaults())) {
      RemoteReference driver = tub.connect(process.driver(), LIMIT);
      RemoteReference found = (RemoteReference) driver.call("storage", List.of(), LIMIT);
      StorageServer server = new FoolscapStorageClient(found, LIMIT);
      assertThat(server.version().applicationVersion()).contains("tahoe-lafs");
      uploadAndRead(server);
      changeASlot(server);
    }
  }

  private static final LeaseSecrets LEASES =
      new LeaseSecrets(new LeaseSecret(bytes(2, 32)), new LeaseSecret(bytes(3, 32)));

  private static void uploadAndRead(StorageServer server) throws Exception {
    StorageIndex index = new StorageIndex(bytes(4, 16));
    byte[] data = bytes(5, SIZE);
    Allocation allocation = server.allocateBuckets(index, LEASES, Set.of(SHARE), SIZE);
    assertThat(allocation.alreadyHave()).isEmpty();
    BucketWriter writer = allocation.writers().get(SHARE);
    writer.write(0, ByteBuffer.wrap(data, 0, 1_500_000));
    assertThatThrownBy(() -> writer.write(10, ByteBuffer.wrap(new byte[10])))
        .isInstanceOf(ConflictingWriteException.class);
    assertThatThrownBy(() -> writer.write(SIZE, ByteBuffer.wrap(new byte[1])))
        .isInstanceOf(DataTooLargeException.class);
    writer.write(1_500_000, ByteBuffer.wrap(data, 1_500_000, 500_000));
    writer.close();
    assertThatThrownBy(() -> writer.write(0, ByteBuffer.wrap(data, 0, 1)))
        .isInstanceOf(UploadGoneException.class);
    Map<ShareNumber, BucketReader> readers = server.getBuckets(index);
    assertThat(readers).containsOnlyKeys(SHARE);
    ByteBuffer target = ByteBuffer.allocate(SIZE + 10);
    assertThat(readers.get(SHARE).read(0, target)).isEqualTo(SIZE);
    assertThat(Arrays.copyOf(target.array(), SIZE)).isEqualTo(data);
    server.addLease(index, LEASES);
    assertThat(server.allocateBuckets(index, LEASES, Set.of(SHARE), SIZE).alreadyHave())
        .containsExactly(SHARE);
  }

  private static void changeASlot(StorageServer server) throws Exception {
    StorageIndex slot = new StorageIndex(bytes(6, 16));
    SlotSecrets secrets = new SlotSecrets(new WriteEnabler(bytes(7, 32)), LEASES);
    byte[] text = {1, 2, 3};
    ShareUpdate update =
        new ShareUpdate(
            List.of(new ShareUpdate.Test(0, 1, new byte[0])),
            List.of(new ShareUpdate.Write(0, text)),
            OptionalLong.empty());
    List<ReadVector> all = List.of(new ReadVector(0, 100));
    assertThat(server.readTestWrite(slot, secrets, Map.of(SHARE, update), all).success()).isTrue();
    SlotAnswer second = server.readTestWrite(slot, secrets, Map.of(SHARE, update), all);
    assertThat(second.success()).isFalse();
    assertThat(second.data().get(SHARE)).containsExactly(text);
    assertThat(server.readSlot(slot, Set.of(), all).get(SHARE)).containsExactly(text);
    SlotSecrets others = new SlotSecrets(new WriteEnabler(bytes(8, 32)), LEASES);
    assertThatThrownBy(() -> server.readTestWrite(slot, others, Map.of(SHARE, update), all))
        .isInstanceOf(BadWriteEnablerException.class);
  }
}
