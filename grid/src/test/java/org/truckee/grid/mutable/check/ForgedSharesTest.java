package org.truckee.grid.mutable.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
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
import org.truckee.grid.MutableFile;
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

  /** How the conspirators make their own contents look true. */
  private enum Forgery {
    /** They sign them with another key. */
    SIGNED_BY_ANOTHER,
    /** They put the signature of the true version under them. */
    SIGNATURE_COPIED,
    /** They put them under the true header, which is signed. */
    HEADER_COPIED;

    /** Changes a share that has a good signature, which they could not make. */
    void apply(byte[] forged, byte[] sound, Version version) {
      ByteRange head = new ByteRange(0, version.header().signedBytes().length);
      ByteRange signature = version.layout().signatureRange();
      switch (this) {
        case SIGNED_BY_ANOTHER -> {
          byte[] signed = Arrays.copyOf(forged, (int) head.end());
          byte[] other = MutableFixture.key("key1").sign(signed, new SecureRandom());
          System.arraycopy(other, 0, forged, (int) signature.begin(), other.length);
        }
        case SIGNATURE_COPIED -> copy(sound, forged, signature);
        case HEADER_COPIED -> {
          copy(sound, forged, head);
          copy(sound, forged, signature);
        }
      }
    }

    private static void copy(byte[] from, byte[] to, ByteRange range) {
      int begin = (int) range.begin();
      System.arraycopy(from, begin, to, begin, (int) range.length());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SDMF,SIGNED_BY_ANOTHER",
    "SDMF,SIGNATURE_COPIED",
    "SDMF,HEADER_COPIED",
    "MDMF,SIGNED_BY_ANOTHER",
    "MDMF,SIGNATURE_COPIED",
    "MDMF,HEADER_COPIED"
  })
  void theyAreNotBelievedAndTheFileIsRepaired(MutableFormat format, Forgery forgery)
      throws Exception {
    try (MutableFixture world = new MutableFixture(10);
        MutableFixture forge = new MutableFixture(10)) {
      byte[] contents = world.bytes(SIZE);
      MutableFile file = world.create(format, contents);
      MutableFile other = forge.create(format, new byte[SIZE]);
      other.overwrite(Source.of(new byte[SIZE]));
      List<FaultyServer> conspirators = conspire(world, file, forge, forgery);

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
      MutableFixture world, MutableFile file, MutableFixture forge, Forgery forgery)
      throws Exception {
    StorageIndex index = file.cap().index();
    List<FaultyServer> conspirators = new ArrayList<>();
    for (int share = HONEST; share < 10; share++) {
      FaultyServer server = world.holder(index, share);
      byte[] sound = share(world, server, index, share);
      byte[] forged = share(forge, forge.holder(index, share), index, share);
      Version version = Version.parse(Arrays.copyOf(sound, MutableShareLayout.MAX_HEAD));
      forgery.apply(forged, sound, version);
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
