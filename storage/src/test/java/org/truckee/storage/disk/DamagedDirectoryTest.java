package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.LocalStorageServer.OpenShare;
import org.truckee.storage.ReadVector;
import org.truckee.storage.Refusal;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteEnabler;

/** What the server makes of directories that others left behind. */
class DamagedDirectoryTest {
  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);
  private static final LeaseSecrets LEASES =
      new LeaseSecrets(new LeaseSecret(new byte[32]), new LeaseSecret(new byte[32]));
  private static final SlotSecrets SECRETS =
      new SlotSecrets(new WriteEnabler(new byte[32]), LEASES);

  @TempDir Path directory;
  private DiskStorageServer server;

  private void start() throws Exception {
    server = DiskStorageServer.start(DiskStorageOptions.of(directory, new TubId(new byte[20])));
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private Path share(int number) {
    return directory.resolve("shares/aa/aaaaaaaaaaaaaaaaaaaaaaaaaa/" + number);
  }

  private BucketWriter allocate(int number, long size) throws Exception {
    ShareNumber share = new ShareNumber(number);
    return server.allocateBuckets(INDEX, LEASES, Set.of(share), size).writers().get(share);
  }

  private void upload(int number, byte[] data) throws Exception {
    BucketWriter writer = allocate(number, data.length);
    writer.write(0, ByteBuffer.wrap(data));
    writer.close();
  }

  private void change(int number, long offset, byte... data) throws Exception {
    ShareUpdate update =
        new ShareUpdate(
            List.of(), List.of(new ShareUpdate.Write(offset, data)), OptionalLong.empty());
    server.readTestWrite(INDEX, SECRETS, Map.of(new ShareNumber(number), update), List.of());
  }

  @Test
  void oldCrawlerStateIsRefusedByNameAndWithAdvice() throws Exception {
    Files.createFile(directory.resolve("lease_checker.state"));
    assertThatThrownBy(this::start)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("lease_checker.state")
        .hasMessageContaining("delete it");
  }

  @Test
  void newCrawlerStateIsLeftAlone() throws Exception {
    Path state = directory.resolve("lease_checker.state.json");
    Files.writeString(state, "{}");
    start();
    assertThat(state).hasContent("{}");
  }

  @Test
  void directoryIsServedByOneServerAtATime() throws Exception {
    start();
    assertThatThrownBy(
            () ->
                DiskStorageServer.start(DiskStorageOptions.of(directory, new TubId(new byte[20]))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("another server");
    server.close();
    start();
  }

  @Test
  void uploadsThatWereCutOffAreGoneAfterAStart() throws Exception {
    Path left = directory.resolve("shares/incoming/aa/aaaaaaaaaaaaaaaaaaaaaaaaaa/3");
    Files.createDirectories(left.getParent());
    Files.write(left, new byte[100]);
    Path ours = directory.resolve("shares/incoming").resolve(INDEX + ".3");
    Files.write(ours, new byte[100]);
    start();
    assertThat(left).doesNotExist();
    assertThat(ours).doesNotExist();
    assertThat(allocate(3, 10)).isNotNull();
  }

  @Test
  void oneBadContainerDoesNotHideTheOthersOfItsBucket() throws Exception {
    start();
    upload(0, new byte[] {1, 2, 3});
    Files.write(share(1), new byte[] {0, 0});
    Files.write(share(2), new byte[40]);
    Files.createDirectory(share(3));
    Files.write(share(0).resolveSibling("note.txt"), new byte[3]);
    assertThat(server.getBuckets(INDEX)).containsOnlyKeys(new ShareNumber(0));
    assertThat(server.listShares(ShareKind.IMMUTABLE, INDEX)).containsExactly(new ShareNumber(0));
    assertThat(server.hasShares(INDEX)).isTrue();
    server.addLease(INDEX, LEASES);
    Allocation allocation =
        server.allocateBuckets(INDEX, LEASES, Set.of(new ShareNumber(1), new ShareNumber(4)), 10);
    assertThat(allocation.alreadyHave()).containsExactly(new ShareNumber(0));
    assertThat(allocation.writers()).containsOnlyKeys(new ShareNumber(1), new ShareNumber(4));
    assertThatThrownBy(() -> server.openShare(ShareKind.IMMUTABLE, INDEX, new ShareNumber(2)))
        .isInstanceOf(CorruptContainerException.class);
    assertThat(share(2)).as("nobody wants its place").hasBinaryContent(new byte[40]);
  }

  @Test
  void oneBadContainerDoesNotStopTheOthersOfItsSlot() throws Exception {
    start();
    change(0, 0, (byte) 7);
    Files.write(share(1), new byte[50]);
    change(0, 1, (byte) 8);
    assertThat(server.readSlot(INDEX, Set.of(), List.of(new ReadVector(0, 9))))
        .containsOnlyKeys(new ShareNumber(0));
    assertThat(share(1)).as("nobody wants its place").hasBinaryContent(new byte[50]);
    change(1, 0, (byte) 9);
    assertThat(server.readSlot(INDEX, Set.of(), List.of(new ReadVector(0, 9))))
        .containsOnlyKeys(new ShareNumber(0), new ShareNumber(1));
    assertThat(aside(INDEX + ".1")).hasBinaryContent(new byte[50]);
  }

  private Path aside(String name) {
    return directory.resolve("truckee.quarantine").resolve(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 12, 40})
  void whatIsNoShareIsSetAsideWhenAShareComes(int length) throws Exception {
    start();
    upload(0, new byte[10]);
    Files.write(share(1), new byte[length]);
    upload(1, new byte[] {5, 6});
    assertThat(server.getBuckets(INDEX)).hasSize(2);
    assertThat(aside(INDEX + ".1")).hasBinaryContent(new byte[length]);
    Files.write(share(1), new byte[length]);
    upload(1, new byte[] {7});
    assertThat(aside(INDEX + ".1-2")).hasBinaryContent(new byte[length]);
  }

  @Test
  void whatIsNoShareIsSetAsideWhenSharesComeWhole() throws Exception {
    start();
    Files.createDirectories(share(1).getParent());
    Files.createFile(share(1));
    Map<ShareNumber, ByteBuffer> shares =
        Map.of(new ShareNumber(1), ByteBuffer.wrap(new byte[] {5, 6}));
    assertThat(server.storeWhole(INDEX, LEASES, shares).orElseThrow().writers()).hasSize(1);
    assertThat(server.getBuckets(INDEX)).containsOnlyKeys(new ShareNumber(1));
    assertThat(aside(INDEX + ".1")).isEmptyFile();
  }

  @Test
  void directoryInThePlaceOfAShareIsSetAside() throws Exception {
    start();
    Files.createDirectories(share(1).resolve("inside"));
    upload(1, new byte[] {5});
    assertThat(server.getBuckets(INDEX)).containsOnlyKeys(new ShareNumber(1));
    assertThat(aside("shares.aa." + INDEX + ".1").resolve("inside")).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shares/aa/aaaaaaaaaaaaaaaaaaaaaaaaaa", "shares/aa"})
  void fileInThePlaceOfADirectoryIsSetAside(String place) throws Exception {
    start();
    Path path = directory.resolve(place);
    Files.createDirectories(path.getParent());
    Files.write(path, new byte[] {1, 2, 3});
    assertThat(server.getBuckets(INDEX)).isEmpty();
    upload(1, new byte[] {5});
    assertThat(server.getBuckets(INDEX)).containsOnlyKeys(new ShareNumber(1));
    assertThat(aside(place.replace('/', '.'))).hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void fileInThePlaceOfADirectoryIsSetAsideAlsoWhenASlotIsMade() throws Exception {
    start();
    Path path = share(1).getParent();
    Files.createDirectories(path.getParent());
    Files.write(path, new byte[3]);
    change(1, 0, (byte) 7);
    assertThat(share(1)).isRegularFile();
    assertThat(aside("shares.aa." + INDEX)).isRegularFile();
  }

  @Test
  void mutableContainerThatCannotBeWrittenIsSetAside() throws Exception {
    start();
    change(1, 0, (byte) 7);
    byte[] bytes = Files.readAllBytes(share(1));
    ByteBuffer.wrap(bytes).putLong(92, Long.MAX_VALUE);
    Files.write(share(1), bytes);
    change(1, 0, (byte) 8);
    assertThat(server.readSlot(INDEX, Set.of(), List.of(new ReadVector(0, 9))))
        .containsOnlyKeys(new ShareNumber(1));
    assertThat(aside(INDEX + ".1")).hasBinaryContent(bytes);
  }

  @Test
  void incomingThatIsRemovedIsMadeAgain() throws Exception {
    start();
    server
        .storeWhole(INDEX, LEASES, Map.of(new ShareNumber(0), ByteBuffer.wrap(new byte[10])))
        .orElseThrow();
    Path incoming = directory.resolve("shares/incoming");
    try (Stream<Path> files = Files.walk(incoming)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
    upload(1, new byte[] {5});
    StorageIndex other = new StorageIndex(ByteBuffer.allocate(16).putLong(7).array());
    server
        .storeWhole(other, LEASES, Map.of(new ShareNumber(0), ByteBuffer.wrap(new byte[10])))
        .orElseThrow();
    assertThat(incoming.resolve("truckee.wal.2")).as("the old one is gone").exists();
    assertThat(server.getBuckets(INDEX)).hasSize(2);
  }

  @Test
  void fileInThePlaceOfIncomingIsSetAsideAtTheStart() throws Exception {
    Files.createDirectories(directory.resolve("shares"));
    Files.write(directory.resolve("shares/incoming"), new byte[3]);
    start();
    upload(1, new byte[] {5});
    assertThat(aside("shares.incoming")).isRegularFile();
  }

  @Test
  void kindsAreNotMixedUnderOneIndex() throws Exception {
    start();
    change(0, 0, (byte) 7);
    assertThatThrownBy(() -> allocate(1, 10)).isInstanceOf(StorageException.class);
    Files.delete(share(0));
    upload(1, new byte[] {5});
    assertThatThrownBy(() -> change(0, 0, (byte) 7)).isInstanceOf(StorageException.class);
  }

  @Test
  void readOnlyServerTakesNoUploadsButChangesSlots() throws Exception {
    server =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory, new TubId(new byte[20])).withReadOnly(true));
    ShareNumber share = new ShareNumber(0);
    Allocation allocation = server.allocateBuckets(INDEX, LEASES, Set.of(share), 1);
    assertThat(allocation.writers()).isEmpty();
    assertThat(allocation.refused()).isEqualTo(Map.of(share, Refusal.READ_ONLY));
    assertThat(server.version().availableSpace()).isZero();
    change(0, 0, (byte) 7);
    assertThat(share(0)).exists();
  }

  @Test
  void hugeHolesCostNoMemoryAndNoDisk() throws Exception {
    start();
    change(0, 1L << 40, (byte) 7);
    ReadVector range = new ReadVector((1L << 40) - 2, 10);
    assertThat(server.readSlot(INDEX, Set.of(), List.of(range)).get(new ShareNumber(0)).getFirst())
        .containsExactly(0, 0, 7);
    change(0, 0, (byte) 1);
  }

  @Test
  void interruptedReaderDoesNotTakeTheShareFromTheOthers() throws Exception {
    start();
    upload(0, new byte[] {1, 2, 3});
    try (OpenShare share =
        server.openShare(ShareKind.IMMUTABLE, INDEX, new ShareNumber(0)).orElseThrow()) {
      Thread.currentThread().interrupt();
      assertThat(share.read(0, ByteBuffer.allocate(3))).isEqualTo(3);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(share.read(0, ByteBuffer.allocate(3))).isEqualTo(3);
    }
  }

  @Test
  void zeroLengthWritesAndEarlyCloseAreNoErrors() throws Exception {
    start();
    BucketWriter writer = allocate(0, 4);
    assertThat(writer.write(2, ByteBuffer.allocate(0)).complete()).isFalse();
    writer.write(1, ByteBuffer.wrap(new byte[] {9}));
    writer.close();
    try (OpenShare share =
        server.openShare(ShareKind.IMMUTABLE, INDEX, new ShareNumber(0)).orElseThrow()) {
      ByteBuffer data = ByteBuffer.allocate(10);
      share.read(0, data);
      assertThat(data.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 9, 0, 0}));
    }
  }

  @Test
  void statisticsCountWhatHappened() throws Exception {
    start();
    upload(0, new byte[100]);
    BucketWriter open = allocate(1, 50);
    assertThat(server.statistics().allocated()).isEqualTo(50);
    open.abort();
    assertThat(server.statistics().allocated()).isZero();
    assertThat(server.statistics().counters())
        .containsEntry("allocate", 2L)
        .containsEntry("close", 1L)
        .containsEntry("abort", 1L)
        .containsEntry("bytes_added", 184L)
        .doesNotContainKey("get");
    assertThat(server.statistics().latencies().get("allocate").sampleSize()).isEqualTo(2);
  }
}
