package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.LocalStorageServer.OpenShare;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.UploadGoneException;
import org.truckee.storage.WriteEnabler;

/** Full and broken disks, and clients that go away, cost what was under way and nothing else. */
class DiskFailureTest {
  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);
  private static final ShareNumber SHARE = new ShareNumber(0);
  private static final LeaseSecrets LEASES =
      new LeaseSecrets(new LeaseSecret(new byte[32]), new LeaseSecret(new byte[32]));
  private static final long SEED = Long.getLong("truckee.seed", 20261122);

  private final SettableClock clock = new SettableClock();
  private final FailingDisk disk = new FailingDisk();
  @TempDir Path directory;
  private DiskStorageServer server;

  @BeforeEach
  void start() throws Exception {
    System.out.println("seed: -Dtruckee.seed=" + SEED);
    server =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory, new TubId(new byte[20]))
                .withClock(clock)
                .withMonotonicClock(clock),
            Optional.empty(),
            disk);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }

  private BucketWriter allocate(long size) throws Exception {
    return server.allocateBuckets(INDEX, LEASES, Set.of(SHARE), size).writers().get(SHARE);
  }

  private byte[] stored() throws Exception {
    try (OpenShare share = server.openShare(ShareKind.IMMUTABLE, INDEX, SHARE).orElseThrow()) {
      byte[] data = new byte[(int) share.length()];
      share.read(0, ByteBuffer.wrap(data));
      return data;
    }
  }

  private void change(long offset, byte... data) throws Exception {
    ShareUpdate update =
        new ShareUpdate(
            List.of(), List.of(new ShareUpdate.Write(offset, data)), OptionalLong.empty());
    SlotSecrets secrets = new SlotSecrets(new WriteEnabler(new byte[32]), LEASES);
    server.readTestWrite(INDEX, secrets, Map.of(SHARE, update), List.of());
  }

  private byte[] slot() throws Exception {
    return server
        .readSlot(INDEX, Set.of(), List.of(new ReadVector(0, 1 << 20)))
        .get(SHARE)
        .getFirst();
  }

  private void requireNothingUnderWay() throws Exception {
    try (Stream<Path> left = Files.list(directory.resolve("shares/incoming"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .allMatch(name -> name.startsWith(StorageDirectory.SEGMENT));
    }
    assertThat(server.statistics().allocated()).isZero();
  }

  private void requireNothingStored() throws Exception {
    requireNothingUnderWay();
    assertThat(server.listShares(ShareKind.IMMUTABLE, INDEX)).isEmpty();
    assertThat(directory.resolve("shares/aa/" + INDEX)).doesNotExist();
  }

  private void requireServerGoesOn() throws Exception {
    byte[] data = bytes(70_000);
    BucketWriter writer = allocate(data.length);
    writer.write(0, ByteBuffer.wrap(data));
    writer.close();
    assertThat(stored()).isEqualTo(data);
    requireNothingUnderWay();
  }

  @Test
  void diskThatFillsUpInTheMiddleOfAnUploadLeavesNothingOfIt() throws Exception {
    BucketWriter writer = allocate(200_000);
    disk.hasRoomFor(150_000);
    writer.write(0, ByteBuffer.wrap(bytes(100_000)));
    assertThatThrownBy(() -> writer.write(100_000, ByteBuffer.wrap(bytes(100_000))))
        .isInstanceOf(NoSpaceException.class)
        .hasMessageContaining("disk is full");
    requireNothingStored();
    assertThatThrownBy(() -> writer.write(0, ByteBuffer.wrap(bytes(1))))
        .isInstanceOf(UploadGoneException.class);
    writer.abort();
    disk.hasRoomFor(Long.MAX_VALUE);
    requireServerGoesOn();
  }

  @Test
  void diskThatIsFullWhenAnUploadEndsLeavesNothingOfIt() throws Exception {
    BucketWriter writer = allocate(2000);
    writer.write(0, ByteBuffer.wrap(bytes(1000)));
    disk.hasRoomFor(50);
    assertThatThrownBy(writer::close).isInstanceOf(NoSpaceException.class);
    requireNothingStored();
    disk.hasRoomFor(Long.MAX_VALUE);
    requireServerGoesOn();
  }

  @Test
  void oneFullDiskEndsNoOtherUpload() throws Exception {
    ShareNumber other = new ShareNumber(7);
    BucketWriter kept =
        server.allocateBuckets(INDEX, LEASES, Set.of(other), 10).writers().get(other);
    BucketWriter lost = allocate(5000);
    disk.hasRoomFor(100);
    assertThatThrownBy(() -> lost.write(0, ByteBuffer.wrap(bytes(5000))))
        .isInstanceOf(NoSpaceException.class);
    assertThat(server.statistics().allocated()).isEqualTo(10);
    kept.write(0, ByteBuffer.wrap(bytes(10)));
    kept.close();
    assertThat(server.listShares(ShareKind.IMMUTABLE, INDEX)).containsExactly(other);
  }

  @Test
  void fullDiskLeavesAMutableShareAsItWas() throws Exception {
    byte[] before = bytes(3000);
    change(0, before);
    disk.hasRoomFor(1000);
    assertThatThrownBy(() -> change(1000, bytes(2500))).isInstanceOf(NoSpaceException.class);
    assertThat(slot()).isEqualTo(before);
    requireNothingUnderWay();
    disk.hasRoomFor(Long.MAX_VALUE);
    change(0, (byte) 1);
    assertThat(slot()[0]).isEqualTo((byte) 1);
  }

  @Test
  void shareThatIsNotDurableIsNotStored() throws Exception {
    BucketWriter writer = allocate(1000);
    writer.write(0, ByteBuffer.wrap(bytes(1000)));
    disk.failsToSync(Files::isRegularFile);
    assertThatThrownBy(writer::close)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Input/output error");
    requireNothingStored();
    disk.failsToSync(path -> false);
    requireServerGoesOn();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shares/aa/aaaaaaaaaaaaaaaaaaaaaaaaaa", "shares/aa", "shares"})
  void nameThatIsNotDurableIsAcknowledgedToNobody(String broken) throws Exception {
    BucketWriter writer = allocate(1000);
    writer.write(0, ByteBuffer.wrap(bytes(1000)));
    disk.failsToSync(directory.resolve(broken)::equals);
    assertThatThrownBy(writer::close)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Input/output error");
    // The share has its name by now, but who asks for it must not be told that it is kept.
    assertThatThrownBy(() -> allocate(1000))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Input/output error");
    disk.failsToSync(path -> false);
    assertThat(server.allocateBuckets(INDEX, LEASES, Set.of(SHARE), 1000).alreadyHave())
        .containsExactly(SHARE);
    requireNothingUnderWay();
  }

  @Test
  void changeThatIsNotDurableIsNotAcknowledged() throws Exception {
    change(0, bytes(3000));
    disk.failsToSync(Files::isRegularFile);
    assertThatThrownBy(() -> change(0, new byte[3000]))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Input/output error");
    assertThat(slot()).isEqualTo(bytes(3000));
    requireNothingUnderWay();
  }

  @Test
  void bytesThatAnEarlySyncLostAreNotForgottenByTheLast() throws Exception {
    byte[] piece = bytes(1 << 20);
    BucketWriter writer = allocate(20L << 20);
    // A system reports lost bytes to one sync, and to no later one.
    disk.failsToSync(path -> disk.failures() == 0);
    for (int i = 0; i < 20; i++) {
      writer.write((long) i << 20, ByteBuffer.wrap(piece));
    }
    assertThatThrownBy(writer::close)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Input/output error");
    requireNothingStored();
  }

  @Test
  void interruptInTheMiddleOfAWriteLosesNothing() throws Exception {
    byte[] data = bytes(300_000);
    BucketWriter writer = allocate(data.length);
    disk.whileWriting(Thread.currentThread()::interrupt);
    writer.write(0, ByteBuffer.wrap(data, 0, 1000));
    assertThat(Thread.interrupted()).isTrue();
    // More than is copied into one buffer, in several.
    writer.write(
        1000, ByteBuffer.wrap(data, 1000, 99_000), ByteBuffer.wrap(data, 100_000, 200_000));
    assertThat(Thread.interrupted()).isTrue();
    disk.whileWriting(() -> {});
    disk.whileSyncing(Thread.currentThread()::interrupt);
    writer.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stored()).isEqualTo(data);
    requireNothingUnderWay();
  }

  @Test
  void interruptInTheMiddleOfACopyEndsAndLosesNothing() throws Exception {
    change(0, bytes(900_000));
    disk.whileWriting(Thread.currentThread()::interrupt);
    change(500_000, (byte) 1, (byte) 2);
    assertThat(Thread.interrupted()).isTrue();
    disk.whileWriting(() -> {});
    byte[] expected = bytes(900_000);
    expected[500_000] = 1;
    expected[500_001] = 2;
    assertThat(slot()).isEqualTo(expected);
    requireNothingUnderWay();
  }

  @Test
  void aCopyThatBeginsInterruptedEnds() throws Exception {
    byte[] data = bytes(300_000);
    Path from = directory.resolve("from");
    Files.write(from, data);
    try (ShareFile source = ShareFile.forReading(from);
        ShareFile target = ShareFile.create(directory.resolve("to"))) {
      Thread.currentThread().interrupt();
      source.copyTo(target, data.length);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(target.length()).isEqualTo(data.length);
    }
    assertThat(directory.resolve("to")).hasBinaryContent(data);
  }

  @Test
  void theBucketOfANewShareInAKnownPrefixIsSyncedBeforeItIsAcknowledged() throws Exception {
    requireServerGoesOn();
    List<Path> synced = new ArrayList<>();
    disk.whileSyncing((Path path) -> synced.add(path));
    StorageIndex second = new StorageIndex(ByteBuffer.allocate(16).putLong(8, 77).array());
    BucketWriter writer =
        server.allocateBuckets(second, LEASES, Set.of(SHARE), 3).writers().get(SHARE);
    writer.write(0, ByteBuffer.wrap(new byte[3]));
    writer.close();
    Path prefix = directory.resolve("shares/aa");
    assertThat(synced)
        .containsExactly(
            directory.resolve("shares/incoming").resolve(second + ".0"),
            prefix.resolve(second.toString()),
            prefix);
  }

  @Test
  void interruptedClientThatGivesUpLeavesNothing() throws Exception {
    BucketWriter writer = allocate(5000);
    disk.whileWriting(Thread.currentThread()::interrupt);
    writer.write(0, ByteBuffer.wrap(bytes(2500)));
    assertThatThrownBy(() -> writer.write(2500, ByteBuffer.wrap(bytes(2500))))
        .isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(writer::close).isInstanceOf(InterruptedException.class);
    writer.abort();
    requireNothingStored();
    disk.whileWriting(() -> {});
    requireServerGoesOn();
  }

  @Test
  void clientThatDisappearsLeavesNothingWhenItsTimeIsUp() throws Exception {
    BucketWriter writer = allocate(5000);
    writer.write(2500, ByteBuffer.wrap(bytes(2500)));
    clock.advance(ImmutableUpload.IDLE_LIMIT.minusMillis(1));
    server.endIdleUploads();
    assertThat(server.statistics().allocated()).isEqualTo(5000);
    clock.advance(ImmutableUpload.IDLE_LIMIT);
    server.endIdleUploads();
    requireNothingStored();
    requireServerGoesOn();
  }

  @Test
  void uploadsUnderWayAreGoneWhenTheServerStops() throws Exception {
    allocate(5000).write(0, ByteBuffer.wrap(bytes(2500)));
    server.close();
    start();
    requireNothingStored();
    requireServerGoesOn();
  }

  @Test
  void piecesInAnyOrderMakeTheSameContainer() throws Exception {
    byte[] data = bytes(200_001);
    byte[] expected = null;
    for (List<Integer> order : List.of(List.of(0, 1, 2), List.of(2, 0, 1), List.of(1, 2, 0))) {
      BucketWriter writer = allocate(data.length);
      for (int piece : order) {
        byte[] part = Arrays.copyOfRange(data, piece * 66_667, (piece + 1) * 66_667);
        writer.write(
            piece * 66_667L, ByteBuffer.wrap(part, 0, 10), ByteBuffer.wrap(part).position(10));
      }
      writer.close();
      Path share = directory.resolve("shares/aa/" + INDEX + "/0");
      byte[] container = Files.readAllBytes(share);
      assertThat(container).hasSize(12 + data.length + 72);
      assertThat(Arrays.copyOfRange(container, 12, 12 + data.length)).isEqualTo(data);
      assertThat(container).isEqualTo(expected == null ? container : expected);
      expected = container;
      Files.delete(share);
    }
  }
}
