package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
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
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/** What the write-ahead log puts back when the power has failed. */
class LogReplayTest {
  private static final ShareNumber SHARE = new ShareNumber(3);
  private static final String SEGMENT = "shares/incoming/truckee.wal.";

  private final SettableClock clock = new SettableClock();
  private final FailingDisk disk = new FailingDisk();
  @TempDir Path directory;
  private DiskStorageServer server;
  private PowerCut cut;

  @BeforeEach
  void start() throws Exception {
    server = start(directory);
  }

  private DiskStorageServer start(Path path) throws Exception {
    return DiskStorageServer.start(
        DiskStorageOptions.of(path, new TubId(new byte[20]))
            .withClock(clock)
            .withMonotonicClock(clock),
        Optional.empty(),
        disk);
  }

  @AfterEach
  void stop() throws Exception {
    disk.failsToSync(path -> false);
    server.close();
    if (cut != null) {
      cut.close();
    }
  }

  private static StorageIndex index(int number) {
    return new StorageIndex(ByteBuffer.allocate(16).putInt(number << 27).putInt(number).array());
  }

  private static LeaseSecrets leases(int seed) {
    byte[] secret = new byte[32];
    secret[0] = (byte) seed;
    return new LeaseSecrets(new LeaseSecret(secret), new LeaseSecret(secret));
  }

  private BucketWriter store(int number, int size) throws Exception {
    byte[] data = new byte[size];
    Arrays.fill(data, (byte) number);
    return server
        .storeWhole(index(number), leases(0), Map.of(SHARE, ByteBuffer.wrap(data)))
        .orElseThrow()
        .writers()
        .get(SHARE);
  }

  private Path share(int number) {
    String name = index(number).toString();
    return directory.resolve("shares/" + name.substring(0, 2) + "/" + name + "/3");
  }

  private SortedMap<String, String> complete(Path path) throws IOException {
    return RecordedTree.complete(RecordedTree.of(path));
  }

  private SortedMap<String, String> restarted() throws Exception {
    start(cut.directory()).close();
    assertThat(cut.directory().resolve(SEGMENT + 1)).doesNotExist();
    return complete(cut.directory());
  }

  @Test
  void whatTheFilesHaveLostComesBack() throws Exception {
    for (int number = 0; number < 6; number++) {
      store(number, 2000);
    }
    cut = new PowerCut(directory);
    cut.lose(share(0));
    cut.lose(share(1).getParent());
    cut.lose(share(2).getParent().getParent());
    Files.write(cut.moved(share(3)), new byte[0]);
    Files.write(cut.moved(share(4)), new byte[2084]);
    byte[] torn = Files.readAllBytes(share(5));
    Arrays.fill(torn, 1024, 1536, (byte) 0);
    Files.write(cut.moved(share(5)), torn);
    assertThat(restarted()).isEqualTo(complete(directory)).hasSize(6);
  }

  @Test
  void lostLeaseComesBack() throws Exception {
    store(1, 428);
    cut = new PowerCut(directory);
    byte[] torn = Files.readAllBytes(share(1));
    Arrays.fill(torn, 440, torn.length, (byte) 0);
    Files.write(cut.moved(share(1)), torn);
    assertThat(restarted()).isEqualTo(complete(directory));
  }

  @Test
  void sharesThatAreThereAreLeftAsTheyAre() throws Exception {
    store(1, 100);
    store(2, 100);
    clock.advance(Duration.ofSeconds(1));
    server.addLease(index(1), leases(0));
    server.addLease(index(2), leases(7));
    cut = new PowerCut(directory);
    assertThat(restarted()).isEqualTo(complete(directory));
    assertThat(Files.size(share(2))).isEqualTo(12 + 100 + 2 * 72);
  }

  @Test
  void shareThatWasTakenBackStaysAway() throws Exception {
    store(1, 100).abort();
    store(2, 100);
    cut = new PowerCut(directory);
    // Its name can come back, with nothing in its file.
    Files.createDirectories(cut.moved(share(1)).getParent());
    Files.createFile(cut.moved(share(1)));
    assertThat(restarted()).isEqualTo(complete(directory)).hasSize(1);
    assertThat(cut.moved(share(1)).getParent()).doesNotExist();
  }

  @Test
  void lastOfSeveralSharesOfANameCounts() throws Exception {
    store(1, 100).abort();
    clock.advance(LogSegments.OLD);
    disk.failsToSync(path -> path.getFileName().toString().equals(index(2).toString()));
    store(2, 50);
    server.checkpoint();
    store(1, 200);
    assertThat(directory.resolve(SEGMENT + 1)).exists();
    assertThat(directory.resolve(SEGMENT + 2)).exists();
    disk.failsToSync(path -> false);
    cut = new PowerCut(directory);
    cut.lose(share(1));
    cut.lose(share(2));
    assertThat(restarted()).isEqualTo(complete(directory)).hasSize(2);
  }

  /** What a newer one takes back must not be left in an older one alone. */
  @Test
  void segmentsAreDeletedOldestFirst() throws Exception {
    store(1, 100).abort();
    clock.advance(LogSegments.OLD);
    disk.failsToSync(path -> path.getFileName().toString().equals(index(2).toString()));
    store(2, 50);
    server.checkpoint();
    store(1, 200);
    cut = new PowerCut(directory);
    Path older = cut.moved(directory.resolve(SEGMENT + 1));
    Path newer = cut.moved(directory.resolve(SEGMENT + 2));
    disk.failsToSync(path -> !Files.exists(older) || !Files.exists(newer));
    assertThatThrownBy(() -> start(cut.directory())).isInstanceOf(StorageException.class);
    assertThat(older).doesNotExist();
    assertThat(newer).exists();
    disk.failsToSync(path -> false);
    assertThat(restarted()).isEqualTo(complete(directory)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 100, 183, 184})
  void tornTailEndsTheLog(int lost) throws Exception {
    store(1, 100);
    store(2, 100);
    cut = new PowerCut(directory);
    Path segment = cut.moved(directory.resolve(SEGMENT + 1));
    byte[] bytes = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(bytes, bytes.length - lost));
    cut.lose(share(1));
    cut.lose(share(2));
    assertThat(restarted().keySet()).containsExactly(name(1));
  }

  private String name(int number) {
    return directory.relativize(share(number)).toString();
  }

  @Test
  void damagedRecordEndsTheLog() throws Exception {
    store(1, 100);
    store(2, 100);
    store(3, 100);
    byte[] bytes = Files.readAllBytes(directory.resolve(SEGMENT + 1));
    int record = bytes.length / 3;
    for (int position = record; position < 2 * record; position += 7) {
      cut = new PowerCut(directory);
      byte[] damaged = bytes.clone();
      damaged[position] ^= 4;
      Files.write(cut.moved(directory.resolve(SEGMENT + 1)), damaged);
      for (int number = 1; number <= 3; number++) {
        cut.lose(share(number));
      }
      assertThat(restarted().keySet()).as("damage at %d", position).containsExactly(name(1));
      cut.close();
    }
  }

  /** Marks are not synced by themselves, and may lie in two sectors of the disk. */
  @Test
  void aMarkThatIsCutInTwoKeepsNothingBehindItFromComingBack() throws Exception {
    store(1, 100);
    server.addLease(index(1), leases(7));
    store(2, 100);
    cut = new PowerCut(directory);
    try (ShareFile log =
        ShareFile.forChanging(cut.moved(directory.resolve(SEGMENT + 1)), DiskWatch.NONE)) {
      LogRecord stored = LogRecord.read(log, 0).orElseThrow();
      LogRecord edited = LogRecord.read(log, stored.end()).orElseThrow();
      assertThat(edited.kind()).isEqualTo(LogRecord.Kind.EDITED);
      assertThat(edited.done()).isTrue();
      log.write(edited.position() + 4, ByteBuffer.wrap("un".getBytes(StandardCharsets.US_ASCII)));
    }
    cut.lose(share(2));
    assertThat(restarted()).isEqualTo(complete(directory)).hasSize(2);
  }

  @Test
  void recordsOfAnotherFileAreNotTakenForOnesOfThis() throws Exception {
    store(1, 100);
    byte[] first = Files.readAllBytes(directory.resolve(SEGMENT + 1));
    clock.advance(LogSegments.OLD);
    server.checkpoint();
    store(2, 100);
    cut = new PowerCut(directory);
    Path segment = cut.moved(directory.resolve(SEGMENT + 2));
    byte[] second = Files.readAllBytes(segment);
    byte[] both = Arrays.copyOf(second, second.length + first.length);
    System.arraycopy(first, 0, both, second.length, first.length);
    Files.write(segment, both);
    cut.lose(share(1));
    assertThat(restarted().keySet()).containsExactly(name(2));
  }

  @Test
  void replayThatIsCutOffIsBegunAgain() throws Exception {
    for (int number = 0; number < 3; number++) {
      store(number, 1000);
    }
    SortedMap<String, String> all = complete(directory);
    cut = new PowerCut(directory);
    for (int number = 0; number < 3; number++) {
      cut.lose(share(number).getParent());
    }
    // Three files, their buckets and prefixes, all shares, and that the log is deleted.
    for (int syncs = 0; syncs < 11; syncs++) {
      int most = syncs;
      List<Path> synced = new ArrayList<>();
      disk.failsToSync(path -> synced.add(path) && synced.size() > most);
      assertThatThrownBy(() -> start(cut.directory()))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("Input/output error");
    }
    disk.failsToSync(path -> false);
    start(cut.directory()).close();
    assertThat(complete(cut.directory())).isEqualTo(all);
  }

  @Test
  void replayMakesAllDurableEvenIfTheServerIsNot() throws Exception {
    store(1, 100);
    cut = new PowerCut(directory);
    List<Path> synced = new ArrayList<>();
    disk.failsToSync(path -> !synced.add(path));
    DiskStorageServer.start(
            DiskStorageOptions.of(cut.directory(), new TubId(new byte[20])).withDurable(false),
            Optional.empty(),
            disk)
        .close();
    Path share = cut.moved(share(1));
    assertThat(synced)
        .containsAll(Set.of(share, share.getParent(), share.getParent().getParent()))
        .contains(cut.directory().resolve("shares"));
  }

  @Test
  void filesOfOtherNamesAreNoLog() throws Exception {
    store(1, 100);
    cut = new PowerCut(directory);
    Path segment = cut.moved(directory.resolve(SEGMENT + 1));
    for (String name : List.of("0", "01", "-1", "x", "", "9999999999999999999")) {
      Files.copy(segment, Path.of(segment.toString().replaceAll("1$", "") + name));
    }
    Files.delete(segment);
    cut.lose(share(1));
    assertThat(restarted()).isEmpty();
  }
}
