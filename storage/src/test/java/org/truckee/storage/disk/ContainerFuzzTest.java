package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.Vectors;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteEnabler;

/** Whatever bytes a share file has, all that comes of it is data or a typed error. */
class ContainerFuzzTest {
  private static final Lease LEASE =
      new Lease(
          1,
          new LeaseSecrets(new LeaseSecret(new byte[32]), new LeaseSecret(new byte[32])),
          2_000_000_000L);

  @FuzzTest(maxDuration = "30s")
  void anyBytesAsAShareFile(byte[] file) throws IOException {
    useAsImmutable(file);
    useAsMutable(file);
    lookAt(file);
    logOf(file);
  }

  @Property(tries = 300, seed = "20261121")
  void anyBytesAreDataOrATypedError(@ForAll @Size(max = 700) byte[] file) throws IOException {
    anyBytesAsAShareFile(file);
  }

  @Property(tries = 600, seed = "20261121")
  void damagedContainersAreDataOrATypedError(
      @ForAll int which, @ForAll @Size(max = 6) List<Integer> damage, @ForAll int cut)
      throws IOException {
    byte[] file = recorded(which);
    for (int hit : damage) {
      file[Math.floorMod(hit, file.length)] ^= (byte) (hit >>> 16);
    }
    int kept = Math.max(0, file.length - Math.floorMod(cut, 4) * 20);
    anyBytesAsAShareFile(Arrays.copyOf(file, kept));
  }

  private static byte[] recorded(int which) {
    String key = which % 2 == 0 ? "mutable_containers" : "immutable_containers";
    var containers = StorageVectors.list(key);
    return Vectors.bytes(
        containers.get(Math.floorMod(which / 2, containers.size())).required("file"));
  }

  private static void useAsImmutable(byte[] file) throws IOException {
    StagedFile staged = StagedFile.over(StorageVectors.file(file));
    try {
      ImmutableContainer container = ImmutableContainer.open(staged);
      assertThat(container.dataLength()).isBetween(0L, (long) file.length);
      container.addOrRenew(staged, LEASE, 1000);
      ImmutableContainer after = ImmutableContainer.open(staged);
      assertThat(after.dataLength()).isEqualTo(container.dataLength());
    } catch (StorageException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  private static void lookAt(byte[] file) throws IOException {
    try {
      ShareContainer seen =
          ShareContainer.of(Path.of("share"), StagedFile.over(StorageVectors.file(file)));
      assertThat(seen.dataLength()).isBetween(0L, (long) file.length);
      assertThat(seen.leases()).hasSizeLessThanOrEqualTo(file.length / 72 + 4);
    } catch (StorageException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  private static void useAsMutable(byte[] file) throws IOException {
    StagedFile staged = StagedFile.over(StorageVectors.file(file));
    try {
      MutableContainer container = MutableContainer.open(staged);
      assertThat(container.read(0, Long.MAX_VALUE).length).isLessThanOrEqualTo(file.length);
      assertThat(container.read(Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
      container.check(new WriteEnabler(new byte[32]));
    } catch (StorageException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
    try {
      ShareUpdate.Write write = new ShareUpdate.Write(100, new byte[50]);
      new MutableEdits(staged).apply(List.of(write), OptionalLong.of(120));
      assertThat(MutableContainer.open(staged).read(100, 50)).containsOnly(0);
      new MutableLeases(staged).addOrRenew(LEASE, new byte[20], 1000);
      StorageVectors.content(staged);
    } catch (StorageException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  private static void logOf(byte[] file) throws IOException {
    ReadableBytes segment = StorageVectors.file(file);
    Optional<LogRecord> record = LogRecord.read(segment, 0);
    if (record.isPresent()) {
      assertThat(record.get().end()).isLessThanOrEqualTo(file.length);
    }
    // What has no right checksum is not looked at; here it is.
    LogRecord unchecked =
        new LogRecord(
            0,
            0,
            LogRecord.Kind.EDITED,
            false,
            new ShareName(new StorageIndex(new byte[16]), new ShareNumber(0)),
            0,
            file.length);
    try {
      for (LoggedEdit.Piece piece : LoggedEdit.read(segment, unchecked).pieces()) {
        assertThat(piece.source() + (piece.source() < 0 ? 0 : piece.length()))
            .isLessThanOrEqualTo(file.length);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }
}
