package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareNumber;

/** Many shares that came whole are made durable with one call. */
class WholeSyncTest {
  private static final LeaseSecrets LEASES =
      new LeaseSecrets(
          new LeaseSecret(new byte[LeaseSecret.LENGTH]),
          new LeaseSecret(new byte[LeaseSecret.LENGTH]));

  private final SettableClock clock = new SettableClock();
  private final PretendedSync wholeSync = new PretendedSync();
  @TempDir Path directory;

  /** Counts, and fails if it shall. */
  private static final class PretendedSync implements WholeSync {
    private boolean open;
    private boolean fails;
    private int syncs;

    @Override
    public void open() {
      open = true;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void sync() throws IOException {
      syncs++;
      if (fails) {
        throw new IOException("something was lost");
      }
    }

    @Override
    public void close() {
      open = false;
    }
  }

  private DiskStorageServer start() throws Exception {
    return DiskStorageServer.start(
        DiskStorageOptions.of(directory, new TubId(new byte[20]))
            .withClock(clock)
            .withMonotonicClock(clock),
        Optional.empty(),
        DiskWatch.NONE,
        wholeSync);
  }

  private static void store(DiskStorageServer server, int buckets) throws Exception {
    for (int i = 0; i < buckets; i++) {
      StorageIndex index = new StorageIndex(ByteBuffer.allocate(16).putInt(0, i << 12).array());
      Map<ShareNumber, ByteBuffer> shares = new HashMap<>();
      shares.put(new ShareNumber(0), ByteBuffer.allocate(100));
      shares.put(new ShareNumber(1), ByteBuffer.allocate(100));
      assertThat(server.storeWhole(index, LEASES, shares).orElseThrow().writers()).hasSize(2);
    }
  }

  /** Ends the segment; returns how many syncs of files and directories that took. */
  private long end(DiskStorageServer server) {
    long before = server.syncs();
    clock.advance(LogSegments.OLD);
    server.checkpoint();
    return server.syncs() - before;
  }

  private boolean hasLog() throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve("shares/incoming"))) {
      return files.anyMatch(
          file -> file.getFileName().toString().startsWith(StorageDirectory.SEGMENT));
    }
  }

  @Test
  void manySharesTakeOneCall() throws Exception {
    wholeSync.open();
    try (DiskStorageServer server = start()) {
      store(server, 32);
      assertThat(end(server)).as("the directory of the log").isEqualTo(1);
      assertThat(wholeSync.syncs).isEqualTo(1);
      assertThat(hasLog()).isFalse();
    }
    assertThat(wholeSync.isOpen()).isFalse();
  }

  @Test
  void fewSharesAreSyncedByThemselves() throws Exception {
    wholeSync.open();
    try (DiskStorageServer server = start()) {
      store(server, 31);
      assertThat(end(server)).isGreaterThan(62);
      assertThat(wholeSync.syncs).isZero();
      assertThat(hasLog()).isFalse();
    }
  }

  @Test
  void whereTheCallFailsEachIsSyncedByItself() throws Exception {
    wholeSync.open();
    wholeSync.fails = true;
    try (DiskStorageServer server = start()) {
      store(server, 32);
      assertThat(end(server)).isGreaterThan(64);
      assertThat(wholeSync.syncs).isEqualTo(1);
      assertThat(hasLog()).isFalse();
    }
  }

  @Test
  void whatWasWrittenBeforeLossesWereNoticedIsSyncedByItself() throws Exception {
    try (DiskStorageServer server = start()) {
      store(server, 32);
      wholeSync.open();
      assertThat(end(server)).isGreaterThan(64);
      assertThat(wholeSync.syncs).isZero();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linuxSyncsAFileSystem() throws Exception {
    WholeSync real = FileSystemSync.of(directory);
    assertThat(real.isOpen()).isFalse();
    assertThatThrownBy(real::sync).isInstanceOf(IOException.class);
    real.open();
    assertThat(real.isOpen()).isTrue();
    Files.write(directory.resolve("file"), new byte[100]);
    real.sync();
    real.close();
    assertThat(real.isOpen()).isFalse();
    assertThatThrownBy(real::sync).isInstanceOf(IOException.class);
    real.open();
    assertThat(real.isOpen()).as("opened after its end").isFalse();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDirectoryThatIsMissingIsSyncedFileByFile() {
    try (WholeSync real = FileSystemSync.of(directory.resolve("missing"))) {
      real.open();
      assertThat(real.isOpen()).isFalse();
    }
  }
}
