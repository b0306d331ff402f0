package org.truckee.grid.immutable.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.KeyChoice;
import org.truckee.grid.NoServersException;
import org.truckee.grid.Source;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.immutable.Grids;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.storage.ShareNumber;

class UploadTest {
  private static final byte[] SMALL = bytes(1, 10_000);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 55})
  void aFileOfAtMost55BytesIsItsOwnCapability(int size) throws Exception {
    TestGrid servers = TestGrid.of(0);
    byte[] plaintext = bytes(size, size);
    try (Grid grid = Grids.of(servers)) {
      UploadResult result = grid.upload(Source.of(plaintext));
      assertThat(result.cap()).isEqualTo(new LiteralCap(plaintext));
      assertThat(result.verifyCap()).isEmpty();
      assertThat(result.pushedShares()).isZero();
    }
  }

  @Test
  void aGridWithoutServersTakesNothing() {
    try (Grid grid = Grids.of(TestGrid.of(0))) {
      assertThatThrownBy(() -> grid.upload(Source.of(SMALL)))
          .isInstanceOf(NoServersException.class)
          .hasMessageStartingWith("client gave us zero servers");
    }
  }

  @Test
  void aFileThatIsThereAlreadyIsNotSentAgainButGetsNewLeases() throws Exception {
    TestGrid servers = TestGrid.of(10);
    StorageIndex index;
    try (Grid grid = Grids.of(servers)) {
      UploadResult first = grid.upload(Source.of(SMALL));
      index = first.cap().storageIndex().orElseThrow();
      assertThat(first.pushedShares()).isEqualTo(10);
      assertThat(first.preexistingShares()).isZero();
      assertThat(first.servermap()).hasSize(10);
    }
    try (Grid other =
        Grids.builder(servers).leaseSecret(new ClientLeaseSecret(new byte[32])).build()) {
      UploadResult second = other.upload(Source.of(SMALL));
      assertThat(second.pushedShares()).isZero();
      assertThat(second.preexistingShares()).isEqualTo(10);
    }
    for (FaultyServer server : servers.servers()) {
      assertThat(servers.memory(server).shares(index)).hasSize(1);
      assertThat(servers.memory(server).leases(index)).hasSize(2);
    }
  }

  @Test
  void onlyWhatIsMissingIsSentAgain() throws Exception {
    TestGrid servers = TestGrid.of(10);
    try (Grid grid = Grids.of(servers)) {
      UploadResult first = grid.upload(Source.of(SMALL));
      StorageIndex index = first.cap().storageIndex().orElseThrow();
      FaultyServer elm = servers.server("elm");
      ShareNumber lost = servers.memory(elm).shares(index).firstKey();
      servers.memory(elm).remove(index, lost);
      UploadResult second = grid.upload(Source.of(SMALL));
      assertThat(second.preexistingShares()).isEqualTo(9);
      assertThat(second.sharemap()).containsOnlyKeys(lost);
      assertThat(servers.memory(elm).shares(index)).containsOnlyKeys(lost);
    }
  }

  @Test
  void aShareOnAReadOnlyServerCountsAndItsLeaseIsRenewed() throws Exception {
    TestGrid servers = TestGrid.of(10);
    try (Grid grid = Grids.of(servers)) {
      UploadResult first = grid.upload(Source.of(SMALL));
      StorageIndex index = first.cap().storageIndex().orElseThrow();
      FaultyServer fir = servers.server("fir");
      fir.becomeReadOnly();
      fir.forgetCalls();
      try (Grid fresh = Grids.of(servers)) {
        assertThat(fresh.upload(Source.of(SMALL)).pushedShares()).isZero();
      }
      assertThat(fir.calls(Operation.ALLOCATE)).hasSize(1);
      assertThat(servers.memory(fir).shares(index)).hasSize(1);
    }
  }

  @Test
  void preferredServersComeFirst() throws Exception {
    TestGrid servers = TestGrid.of(20);
    EncodingParameters two = EncodingParameters.of(1, 1, 2);
    FaultyServer oak = servers.server("oak");
    FaultyServer willow = servers.server("willow");
    try (Grid grid =
        Grids.builder(servers)
            .encoding(two)
            .preferredServers(Set.of(servers.member(oak).id(), servers.member(willow).id()))
            .build()) {
      UploadResult result = grid.upload(Source.of(SMALL));
      assertThat(result.servermap())
          .containsOnlyKeys(servers.member(oak).id(), servers.member(willow).id());
    }
  }

  @Test
  void noMoreThanTwiceAsManyServersAsSharesAreAsked() throws Exception {
    TestGrid servers = TestGrid.of(20);
    try (Grid grid = Grids.builder(servers).encoding(EncodingParameters.of(2, 2, 3)).build()) {
      grid.upload(Source.of(SMALL));
    }
    assertThat(servers.count(Operation.GET_BUCKETS)).isEqualTo(6);
  }

  @Test
  void randomKeysMakeTwoUploadsOfOneFileDifferent() throws Exception {
    TestGrid servers = TestGrid.of(10);
    UploadOptions random = UploadOptions.DEFAULT.withKey(KeyChoice.RANDOM);
    try (Grid grid = Grids.of(servers)) {
      UploadResult first = grid.upload(Source.of(SMALL), random);
      UploadResult second = grid.upload(Source.of(SMALL), random);
      assertThat(first.cap()).isNotEqualTo(second.cap());
    }
  }

  @Test
  void progressGrowsUntilTheWholeFileIsSent() throws Exception {
    TestGrid servers = TestGrid.of(10);
    List<Long> heard = new ArrayList<>();
    byte[] plaintext = bytes(3, 100_000);
    try (Grid grid = Grids.of(servers)) {
      grid.upload(
          Source.of(plaintext),
          UploadOptions.DEFAULT
              .withEncoding(new EncodingParameters(3, 7, 10, 10_000))
              .withProgress(
                  (done, total) -> {
                    assertThat(total).isEqualTo(plaintext.length);
                    heard.add(done);
                  }));
    }
    assertThat(heard).isSorted().hasSize(10).last().isEqualTo((long) plaintext.length);
  }

  @Test
  void aLongShareIsSentInLargeWritesOneAfterTheOther() throws Exception {
    TestGrid servers = TestGrid.of(10);
    byte[] plaintext = bytes(4, 1_000_000);
    UploadLimits limits = UploadLimits.DEFAULT.withWriteSize(9_000).withMaxSegmentsInFlight(6);
    try (Grid grid = Grids.builder(servers).uploadLimits(limits).build()) {
      grid.upload(
          Source.of(plaintext),
          UploadOptions.DEFAULT.withEncoding(new EncodingParameters(3, 7, 10, 9_000)));
    }
    for (FaultyServer server : servers.servers()) {
      long position = 0;
      for (var call : server.calls(Operation.WRITE)) {
        assertThat(call.offset()).isEqualTo(position);
        position += call.length();
      }
      // 112 blocks of 3000 bytes, three at a time; the hashes go with the last.
      assertThat(server.calls(Operation.WRITE)).hasSize(38);
    }
  }

  @Property(tries = 150, seed = "7102")
  void filesOfAllSizesAndSpreadsComeBackAsTheyWere(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    int total = 1 + random.nextInt(12);
    int needed = 1 + random.nextInt(total);
    int segmentSize = 1 + random.nextInt(2000);
    int segments = random.nextInt(6);
    int size = Math.max(56, segments * segmentSize + random.nextInt(3) - 1);
    byte[] plaintext = bytes(seed, size);
    TestGrid servers = TestGrid.someStoringWhole(1 + random.nextInt(15), random);
    UploadLimits limits =
        UploadLimits.DEFAULT
            .withMaxSegmentsInFlight(1 + random.nextInt(4))
            .withWriteSize(1 + random.nextInt(5000));
    try (Grid grid = Grids.builder(servers).uploadLimits(limits).build()) {
      UploadResult result =
          grid.upload(
              Source.of(plaintext),
              UploadOptions.DEFAULT
                  .withEncoding(new EncodingParameters(needed, 1, total, segmentSize))
                  .withKey(random.nextBoolean() ? KeyChoice.CONVERGENT : KeyChoice.RANDOM));
      ChkReadCap cap = (ChkReadCap) result.cap();
      assertThat(cap)
          .isEqualTo(EncodedFile.of(cap.key(), plaintext, needed, total, segmentSize).cap());
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      grid.open(cap).copyTo(read);
      assertThat(read.toByteArray()).isEqualTo(plaintext);
      assertThat(result.sharemap().keySet())
          .containsExactlyElementsOf(IntStream.range(0, total).mapToObj(ShareNumber::new).toList());
    }
  }

  @Property(tries = 100, seed = "7103")
  void uploadingAgainSendsNothingWhateverIsThere(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    TestGrid servers = TestGrid.someStoringWhole(1 + random.nextInt(14), random);
    EncodingParameters encoding = EncodingParameters.of(2, 1, 2 + random.nextInt(9));
    byte[] plaintext = bytes(seed, 500);
    try (Grid grid = Grids.builder(servers).encoding(encoding).build()) {
      StorageIndex index = grid.upload(Source.of(plaintext)).cap().storageIndex().orElseThrow();
      // Some shares get lost, others are found on further servers.
      servers.servers().stream()
          .filter(server -> random.nextInt(3) == 0)
          .forEach(
              server ->
                  servers
                      .memory(server)
                      .shares(index)
                      .keySet()
                      .forEach(share -> servers.memory(server).remove(index, share)));
      grid.upload(Source.of(plaintext));
      UploadResult third = grid.upload(Source.of(plaintext));
      assertThat(third.sharemap()).isEmpty();
      assertThat(third.preexistingShares()).isEqualTo(encoding.total());
    }
  }

  @Test
  void uploadsAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    TestGrid servers = TestGrid.of(10);
    try (Grid grid = Grids.of(servers);
        TaskScope<Integer, UploadResult> scope = new TaskScope<>("test")) {
      for (int i = 0; i < 16; i++) {
        int number = i;
        scope.fork(i, () -> grid.upload(Source.of(bytes(100 + number, 40_000 + number))));
      }
      while (scope.hasPending()) {
        Outcome<Integer, UploadResult> outcome = scope.next();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        grid.open((ChkReadCap) outcome.value().cap()).copyTo(read);
        assertThat(read.toByteArray())
            .isEqualTo(bytes(100 + outcome.key(), 40_000 + outcome.key()));
      }
    }
  }

  @Test
  void whatAServerSaidOfItsSpaceIsAskedAgainWhenItIsOld() throws Exception {
    TestGrid servers = TestGrid.of(10);
    UploadLimits forgetful = UploadLimits.DEFAULT.withVersionAge(Duration.ofSeconds(-1));
    try (Grid grid = Grids.builder(servers).uploadLimits(forgetful).build()) {
      grid.upload(Source.of(SMALL));
      grid.upload(Source.of(SMALL));
    }
    assertThat(servers.count(Operation.VERSION)).isEqualTo(20);
  }

  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
