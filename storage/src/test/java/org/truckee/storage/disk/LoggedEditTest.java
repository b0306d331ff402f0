package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteEnabler;

/** Changes in the middle of large shares, and what failures of disk and power make of them. */
class LoggedEditTest {
  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);
  private static final ShareNumber SHARE = new ShareNumber(0);

  /** More than what is copied on a change. */
  private static final int LARGE = (1 << 20) + 100_000;

  private final SettableClock clock = new SettableClock();
  private final FailingDisk disk = new FailingDisk();
  @TempDir Path directory;
  private DiskStorageServer server;

  @BeforeEach
  void start() throws Exception {
    server = start(directory);
    change(SHARE, 0, filled(LARGE, 1));
    change(new ShareNumber(5), 0, filled(10, 5));
  }

  private DiskStorageServer start(Path path) throws Exception {
    DiskStorageOptions options = DiskStorageOptions.of(path, new TubId(new byte[20]));
    return DiskStorageServer.start(
        options.withClock(clock).withMonotonicClock(clock), Optional.empty(), disk);
  }

  @AfterEach
  void stop() throws Exception {
    works();
    server.close();
  }

  private void works() {
    disk.failsToWrite(path -> false);
    disk.failsToSync(path -> false);
    disk.hasRoomFor(Long.MAX_VALUE);
    disk.whileSyncing(path -> {});
  }

  private static byte[] filled(int length, int with) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }

  private static LeaseSecrets leases(int seed) {
    byte[] secret = filled(32, seed);
    return new LeaseSecrets(new LeaseSecret(secret), new LeaseSecret(secret));
  }

  private void change(ShareNumber share, long offset, byte[] data) throws Exception {
    ShareUpdate update =
        new ShareUpdate(
            List.of(), List.of(new ShareUpdate.Write(offset, data)), OptionalLong.empty());
    SlotSecrets secrets = new SlotSecrets(new WriteEnabler(new byte[32]), leases(0));
    server.readTestWrite(INDEX, secrets, Map.of(share, update), List.of());
  }

  private static byte[] data(DiskStorageServer server, ShareNumber share) throws Exception {
    return server
        .readSlot(INDEX, Set.of(share), List.of(new ReadVector(0, LARGE)))
        .get(share)
        .getFirst();
  }

  private static byte[] expected(int offset, byte[] change) {
    byte[] data = filled(LARGE, 1);
    System.arraycopy(change, 0, data, offset, change.length);
    return data;
  }

  private Path share() {
    return directory.resolve("shares/aa/" + INDEX + "/0");
  }

  private boolean belongsToTheShare(Path path) {
    return path.equals(share()) || path.getFileName().toString().contains("replacement");
  }

  private static SortedSet<String> names(Path directory) throws IOException {
    SortedSet<String> names = new TreeSet<>();
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        files.forEach(file -> names.add(file.getFileName().toString()));
      }
    }
    return names;
  }

  private static SortedSet<String> incoming(Path directory) throws IOException {
    return names(directory.resolve("shares/incoming"));
  }

  private static SortedSet<String> quarantine(Path directory) throws IOException {
    return names(directory.resolve(Quarantine.NAME));
  }

  private void makeOld() {
    clock.advance(LogSegments.OLD);
    server.checkpoint();
  }

  @Test
  void aChangeIsInTheLogBeforeItIsMadeAndUntilItIsDurable() throws Exception {
    byte[] before = Files.readAllBytes(share());
    List<PowerCut> cuts = new ArrayList<>();
    disk.whileSyncing(
        path -> {
          if (path.equals(share())) {
            cuts.add(cut());
          }
        });
    change(SHARE, 3000, filled(2000, 2));
    assertThat(cuts).hasSize(1);
    disk.whileSyncing(path -> {});
    try (PowerCut cut = cuts.getFirst()) {
      // The disk has nothing of what was not synced.
      Files.write(cut.moved(share()), before);
      try (DiskStorageServer next = start(cut.directory())) {
        assertThat(data(next, SHARE)).isEqualTo(expected(3000, filled(2000, 2)));
      }
    }
  }

  private PowerCut cut() {
    try {
      return new PowerCut(directory);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itIsDurableThatAChangeIsMadeBeforeAnotherIsMadeWithoutTheLog() throws Exception {
    change(SHARE, 3000, filled(2000, 2));
    List<String> events = new ArrayList<>();
    disk.whileSyncing(path -> events.add("sync " + path.getFileName()));
    disk.failsToWrite(path -> !events.add("write " + path.getFileName()));
    change(SHARE, 3000, filled(1, 3));
    assertThat(events).containsExactly("sync truckee.wal.1", "write 0", "sync 0");
    events.clear();
    change(SHARE, 3000, filled(1, 4));
    assertThat(events).as("that is durable already").containsExactly("write 0", "sync 0");
  }

  @Test
  void aDoneRecordMakesThoseBeforeItVoid() {
    assertThat(redo(record(LogRecord.Kind.INSERTED, false)).isEmpty()).isFalse();
    assertThat(redo(record(LogRecord.Kind.EDITED, false)).isEmpty()).isFalse();
    assertThat(
            redo(record(LogRecord.Kind.EDITED, false), record(LogRecord.Kind.EDITED, true))
                .isEmpty())
        .isTrue();
    assertThat(
            redo(record(LogRecord.Kind.INSERTED, false), record(LogRecord.Kind.EDITED, true))
                .isEmpty())
        .isTrue();
    assertThat(
            redo(record(LogRecord.Kind.EDITED, true), record(LogRecord.Kind.EDITED, false))
                .isEmpty())
        .isFalse();
    assertThat(
            redo(record(LogRecord.Kind.EDITED, false), record(LogRecord.Kind.SUPERSEDED, false))
                .isEmpty())
        .isTrue();
  }

  private ShareRedo redo(LogRecord... records) {
    ShareRedo redo = new ShareRedo(new ShareName(INDEX, SHARE), null, null);
    for (LogRecord record : records) {
      redo.note(null, record);
    }
    return redo;
  }

  private static LogRecord record(LogRecord.Kind kind, boolean done) {
    return new LogRecord(0, 0, kind, done, new ShareName(INDEX, SHARE), 0, 0);
  }

  @Test
  void aChangeThatFailsHalfWayIsFinishedWhenTheDiskWorksAgain() throws Exception {
    disk.failsToWrite(this::belongsToTheShare);
    byte[] change = filled(2000, 2);
    assertThatThrownBy(() -> change(SHARE, 3000, change))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Input/output error");
    assertThatThrownBy(() -> data(server, SHARE)).isInstanceOf(StorageException.class);
    disk.failsToWrite(path -> false);
    assertThat(data(server, SHARE)).isEqualTo(expected(3000, change));
    makeOld();
    assertThat(incoming(directory)).isEmpty();
    assertThat(quarantine(directory)).isEmpty();
  }

  @Test
  void aShareThatTheDiskDoesNotChangeIsWrittenAnew() throws Exception {
    disk.failsToWrite(share()::equals);
    change(SHARE, 3000, filled(2000, 2));
    assertThat(data(server, SHARE)).isEqualTo(expected(3000, filled(2000, 2)));
    requireAfterPowerCut(expected(3000, filled(2000, 2)));
  }

  @Test
  void aChangeThatKeepsFailingIsSetAsideWithItsShareAndTheLogEnds() throws Exception {
    disk.failsToWrite(this::belongsToTheShare);
    assertThatThrownBy(() -> change(SHARE, 3000, filled(2000, 2)))
        .isInstanceOf(StorageException.class);
    makeOld();
    assertThat(incoming(directory)).isEmpty();
    assertThat(quarantine(directory)).containsExactly(INDEX + ".0", INDEX + ".0.log");
    assertThat(server.listShares(ShareKind.MUTABLE, INDEX)).containsExactly(new ShareNumber(5));
    works();
    change(SHARE, 0, filled(10, 7));
    assertThat(data(server, SHARE)).isEqualTo(filled(10, 7));
  }

  @Test
  void aChangeThatCannotBeReadFromTheLogIsNotPassedOver() throws Exception {
    disk.failsToWrite(this::belongsToTheShare);
    assertThatThrownBy(() -> change(SHARE, 3000, filled(2000, 2)))
        .isInstanceOf(StorageException.class);
    works();
    for (String name : incoming(directory)) {
      Path file = directory.resolve("shares/incoming").resolve(name);
      if (name.startsWith("truckee.wal.") && Files.size(file) > 2000) {
        try (FileChannel log = FileChannel.open(file, StandardOpenOption.WRITE)) {
          log.truncate(Files.size(file) - 1000);
        }
      }
    }
    // What all shares have looks like the whole, but for the one that waits for its change.
    assertThatThrownBy(() -> server.readSlot(INDEX, Set.of(), List.of(new ReadVector(0, 10))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("write-ahead log");
    makeOld();
    assertThat(server.listShares(ShareKind.MUTABLE, INDEX)).containsExactly(new ShareNumber(5));
  }

  @Test
  void aChangeThatCannotBeWrittenToTheLogIsNotMadeByAnybody() throws Exception {
    disk.failsToWrite(path -> path.getFileName().toString().equals("truckee.wal.1"));
    assertThatThrownBy(() -> change(SHARE, 3000, filled(2000, 2)))
        .isInstanceOf(StorageException.class);
    assertThat(data(server, SHARE)).isEqualTo(filled(LARGE, 1));
    change(SHARE, 3000, filled(2000, 3));
    assertThat(incoming(directory)).contains("truckee.wal.2");
    requireAfterPowerCut(expected(3000, filled(2000, 3)));
  }

  @Test
  void aChangeThatTheLogCouldNotSyncIsNotMadeByTheNextStart() throws Exception {
    disk.failsToSync(path -> path.getFileName().toString().equals("truckee.wal.1"));
    assertThatThrownBy(() -> change(SHARE, 3000, filled(2000, 2)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Input/output error");
    assertThat(data(server, SHARE)).isEqualTo(filled(LARGE, 1));
    requireAfterPowerCut(filled(LARGE, 1));
    change(SHARE, 3000, filled(1, 3));
    requireAfterPowerCut(expected(3000, filled(1, 3)));
  }

  private void requireAfterPowerCut(byte[] data) throws Exception {
    works();
    try (PowerCut cut = new PowerCut(directory);
        DiskStorageServer next = start(cut.directory())) {
      assertThat(data(next, SHARE)).isEqualTo(data);
      assertThat(incoming(cut.directory())).isEmpty();
    }
  }

  @Test
  void whatCannotBeRedoneIsSetAsideAndTheServerStarts() throws Exception {
    disk.failsToWrite(this::belongsToTheShare);
    assertThatThrownBy(() -> change(SHARE, 3000, filled(2000, 2)))
        .isInstanceOf(StorageException.class);
    try (PowerCut cut = new PowerCut(directory)) {
      works();
      Path moved = cut.moved(share());
      cut.lose(share());
      Files.createDirectories(moved.resolve("inside"));
      try (DiskStorageServer next = start(cut.directory())) {
        assertThat(quarantine(cut.directory())).containsExactly(INDEX + ".0", INDEX + ".0.log");
        assertThat(moved).doesNotExist();
        assertThat(incoming(cut.directory())).isEmpty();
        assertThat(data(next, new ShareNumber(5))).isEqualTo(filled(10, 5));
      }
    }
  }

  @Test
  void onAFullDiskTheServerStartsAndFinishesWhenThereIsRoom() throws Exception {
    disk.failsToWrite(this::belongsToTheShare);
    byte[] change = filled(2000, 2);
    assertThatThrownBy(() -> change(SHARE, 3000, change)).isInstanceOf(StorageException.class);
    try (PowerCut cut = new PowerCut(directory)) {
      works();
      disk.hasRoomFor(1000);
      try (DiskStorageServer next = start(cut.directory())) {
        assertThatThrownBy(() -> data(next, SHARE)).isInstanceOf(NoSpaceException.class);
        assertThat(data(next, new ShareNumber(5))).isEqualTo(filled(10, 5));
        next.checkpoint();
        assertThat(incoming(cut.directory())).containsExactly("truckee.wal.1");
        disk.hasRoomFor(Long.MAX_VALUE);
        next.checkpoint();
        assertThat(incoming(cut.directory())).isEmpty();
        assertThat(data(next, SHARE)).isEqualTo(expected(3000, change));
      }
      assertThat(quarantine(cut.directory())).isEmpty();
    }
  }

  @Test
  void aDiskThatTakesNothingKeepsTheServerFromStartingAndLosesNothing() throws Exception {
    disk.failsToWrite(this::belongsToTheShare);
    byte[] change = filled(2000, 2);
    assertThatThrownBy(() -> change(SHARE, 3000, change)).isInstanceOf(StorageException.class);
    try (PowerCut cut = new PowerCut(directory)) {
      works();
      disk.failsToSync(path -> true);
      assertThatThrownBy(() -> start(cut.directory()))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("Input/output error");
      assertThat(quarantine(cut.directory())).isEmpty();
      works();
      try (DiskStorageServer next = start(cut.directory())) {
        assertThat(data(next, SHARE)).isEqualTo(expected(3000, change));
      }
    }
  }

  @Test
  void aLeaseThatIsCutOffDoesNotTakeOthersFromAShareThatTheLogKeeps() throws Exception {
    StorageIndex other = new StorageIndex(filled(16, 9));
    server
        .storeWhole(other, leases(0), Map.of(SHARE, ByteBuffer.wrap(filled(100, 1))))
        .orElseThrow();
    server.addLease(other, leases(1));
    String name = other.toString();
    Path path = directory.resolve("shares/" + name.substring(0, 2) + "/" + name + "/0");
    byte[] twoLeases = Files.readAllBytes(path);
    List<PowerCut> cuts = new ArrayList<>();
    disk.whileSyncing(
        synced -> {
          if (synced.equals(path)) {
            cuts.add(cut());
          }
        });
    server.addLease(other, leases(2));
    byte[] threeLeases = Files.readAllBytes(path);
    disk.whileSyncing(synced -> {});
    try (PowerCut cut = cuts.getLast()) {
      // The file has grown, and that is all.
      Files.write(cut.moved(path), Arrays.copyOf(twoLeases, twoLeases.length + 72));
      start(cut.directory()).close();
      assertThat(cut.moved(path)).hasBinaryContent(threeLeases);
    }
  }
}
