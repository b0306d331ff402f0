package org.truckee.grid.mutable.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.capability.MutableFormat;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.MutableRepairResult;
import org.truckee.grid.Source;
import org.truckee.grid.mutable.MutableFixture;
import org.truckee.grid.mutable.MutableShareLayout;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ShareNumber;

/**
 * Seven of ten servers conspire: their shares fit together in everything that can be computed
 * without the private key of the file.
 */
class ForgedSharesTest {
  private static final int HONEST = 3;
  private static final int SIZE = 200_000;

  /** What the conspirators leave as it was in shares of a newer version of their own making. */
  private enum Genuine {
    /** Their version is signed with another key. */
    PUBLIC_KEY,
    /** Their version bears the signature of the true one. */
    PUBLIC_KEY_AND_SIGNATURE,
    /** The signature is good, and the contents are others. */
    ALL_BUT_CONTENTS_AND_HASHES;

    List<ByteRange> of(Version version) {
      MutableShareLayout layout = version.layout();
      ByteRange head = new ByteRange(0, version.header().signedBytes().length);
      return switch (this) {
        case PUBLIC_KEY -> List.of(layout.publicKeyRange());
        case PUBLIC_KEY_AND_SIGNATURE -> List.of(layout.publicKeyRange(), layout.signatureRange());
        case ALL_BUT_CONTENTS_AND_HASHES ->
            List.of(
                head, layout.publicKeyRange(), layout.signatureRange(), layout.privateKeyRange());
      };
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SDMF,PUBLIC_KEY",
    "SDMF,PUBLIC_KEY_AND_SIGNATURE",
    "SDMF,ALL_BUT_CONTENTS_AND_HASHES",
    "MDMF,PUBLIC_KEY",
    "MDMF,PUBLIC_KEY_AND_SIGNATURE",
    "MDMF,ALL_BUT_CONTENTS_AND_HASHES"
  })
  void theyAreNotBelievedAndTheFileIsRepaired(MutableFormat format, Genuine genuine)
      throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] contents = world.bytes(SIZE);
      MutableFile file = world.create(format, contents);
      List<FaultyServer> conspirators = conspire(world, file, genuine);

      MutableFile fresh = world.elsewhere(file);
      assertThat(fresh.contents()).isEqualTo(contents);
      assertThat(fresh.best().sequenceNumber()).isEqualTo(1);
      assertThat(fresh.check(CheckOptions.VERIFY).good()).isEqualTo(HONEST);
      for (FaultyServer server : conspirators) {
        assertThat(server.awaitAdvisories(1)).isNotEmpty();
      }
      MutableRepairResult repair = fresh.checkAndRepair(CheckOptions.VERIFY, false);
      assertThat(repair.successful()).isTrue();
      assertThat(world.elsewhere(file).check(CheckOptions.VERIFY).healthy()).isTrue();
      assertThat(new HashSet<>(world.sequenceNumbers(file.cap().index()).values()))
          .containsExactly(1L);
    }
  }

  /** Replaces all shares but three; returns the servers that have done it. */
  private static List<FaultyServer> conspire(
      MutableFixture world, MutableFile file, Genuine genuine) throws Exception {
    MutableFile other =
        world
            .client()
            .createMutable(
                InitialContents.of(Source.of(world.bytes(SIZE))),
                MutableOptions.DEFAULT
                    .withFormat(file.cap().format())
                    .withKey(MutableFixture.key("key1")));
    other.overwrite(Source.of(world.bytes(SIZE)));
    StorageIndex index = file.cap().index();
    List<FaultyServer> conspirators = new ArrayList<>();
    for (int share = HONEST; share < 10; share++) {
      FaultyServer server = world.holder(index, share);
      byte[] sound = share(world, server, index, share);
      StorageIndex others = other.cap().index();
      byte[] forged = share(world, world.holder(others, share), others, share);
      Version version = Version.parse(Arrays.copyOf(sound, MutableShareLayout.MAX_HEAD));
      assertThat(Version.parse(Arrays.copyOf(forged, MutableShareLayout.MAX_HEAD)).layout())
          .isEqualTo(version.layout());
      for (ByteRange range : genuine.of(version)) {
        System.arraycopy(
            sound, (int) range.begin(), forged, (int) range.begin(), (int) range.length());
      }
      world.put(file.writeCap().orElseThrow(), server, share, forged);
      conspirators.add(server);
    }
    return conspirators;
  }

  private static byte[] share(
      MutableFixture world, FaultyServer server, StorageIndex index, int share) {
    SortedMap<ShareNumber, byte[]> shares = world.grid.memory(server).shares(index);
    return shares.get(new ShareNumber(share)).clone();
  }
}
