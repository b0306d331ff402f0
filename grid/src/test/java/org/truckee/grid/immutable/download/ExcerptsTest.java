package org.truckee.grid.immutable.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;

/** Downloads from servers that send along what is likely to be read first. */
class ExcerptsTest {
  private static final int MIB = 1 << 20;

  private final DownloadFixture world = new DownloadFixture(10);

  @BeforeEach
  void sendExcerpts() {
    world.grid.servers().forEach(FaultyServer::sendExcerpts);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aSmallFileIsHadWithQuestionsOnly() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    assertThat(world.download(file.cap())).isEqualTo(file.plaintext());
    assertThat(world.grid.count(Operation.GET_BUCKETS)).isLessThanOrEqualTo(4);
    assertThat(world.grid.count(Operation.READ)).isZero();
  }

  @Test
  void theFirstSegmentOfALargeFileIsHadWithOneReadOfEachShare() throws Exception {
    EncodedFile file = world.file(9 * MIB, 3, 10, MIB);
    try (InputStream in = world.open(file.cap()).stream()) {
      assertThat(in.readNBytes(MIB)).isEqualTo(Arrays.copyOf(file.plaintext(), MIB));
      assertThat(world.grid.count(Operation.READ)).isEqualTo(3);
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(file.plaintext(), MIB, 9 * MIB));
    }
  }

  @Test
  void aRangeInTheMiddleIsHadWithOneReadOfEachShare() throws Exception {
    EncodedFile file = world.file(5 * MIB, 3, 10, MIB);
    int begin = 2 * MIB + 100_000;
    byte[] read = DownloadFixture.range(world.open(file.cap()), begin, 5_000);
    assertThat(read).isEqualTo(Arrays.copyOfRange(file.plaintext(), begin, begin + 5_000));
    assertThat(world.grid.count(Operation.READ)).isEqualTo(3);
  }

  @Test
  void oneServerWithAllSharesSendsAsManyAsAreNeeded() throws Exception {
    try (DownloadFixture lonely = new DownloadFixture(1)) {
      lonely.grid.server(0).sendExcerpts();
      EncodedFile file = lonely.file(100_000, 3, 10, MIB);
      assertThat(lonely.download(file.cap())).isEqualTo(file.plaintext());
      assertThat(lonely.grid.count(Operation.READ)).isZero();
    }
  }

  @Test
  void whatHasBeenSentAlongIsValidatedLikeAllElse() throws Exception {
    EncodedFile file = world.file(1_000, 3, 10, MIB);
    int length = file.shares().getFirst().length;
    for (int share = 0; share < 7; share++) {
      world.grid.server(share).corrupt(share, 0, length, 0x55);
    }
    assertThat(world.download(file.cap())).isEqualTo(file.plaintext());
  }

  @Test
  void segmentsOfAnUnexpectedSizeOnlyCostReads() throws Exception {
    EncodedFile file = world.file(100_000, 3, 10, 7_000);
    assertThat(world.download(file.cap())).isEqualTo(file.plaintext());
    assertThat(world.grid.count(Operation.READ)).isPositive();
  }
}
