package org.truckee.grid.immutable.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.capability.ChkReadCap;
import org.truckee.crypto.EncryptionKey;
import org.truckee.grid.BadCiphertextException;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.GridException;
import org.truckee.grid.GridServer;
import org.truckee.grid.ImmutableFile;
import org.truckee.grid.NoSharesException;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.TimeLimitException;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.immutable.ImmutableVectors;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.servers.ServerOrder;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.Gate;

/** What a download does on a good day, and on all the others. */
class DownloadTest {
  private static final int MIB = 1 << 20;

  private final DownloadFixture world = new DownloadFixture(10);

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @MethodSource("org.truckee.grid.immutable.ImmutableVectors#casesWithShares")
  void readsTheSharesOfTheReference(ImmutableVectors.Case recorded) throws Exception {
    world.grid.spread(recorded.cap().index(), recorded.shares());
    assertThat(world.download(recorded.cap())).isEqualTo(recorded.plaintext());
  }

  @ParameterizedTest
  @MethodSource("org.truckee.grid.immutable.ImmutableVectors#cases")
  void readsEveryRecordedEncodingFromItsLastShares(ImmutableVectors.Case recorded)
      throws Exception {
    EncodedFile file =
        EncodedFile.of(
            recorded.key(),
            recorded.plaintext(),
            recorded.needed(),
            recorded.total(),
            recorded.maxSegmentSize());
    for (int share = recorded.total() - recorded.needed(); share < recorded.total(); share++) {
      world.grid.put(file.index(), world.grid.server(share % 10), share, file.shares().get(share));
    }
    assertThat(world.download(recorded.cap())).isEqualTo(recorded.plaintext());
  }

  static Stream<int[]> flips() {
    JsonNode flips = ImmutableVectors.read("immutable-corruption.json").get("flip").get("download");
    return IntStream.range(0, flips.size())
        .mapToObj(flips::get)
        .map(
            flip ->
                new int[] {
                  flip.get(0).intValue(),
                  flip.get(1).intValue(),
                  flip.get(2).textValue().equals("ok") ? 1 : 0
                });
  }

  @ParameterizedTest
  @MethodSource("flips")
  void aFlippedBitAnywhereIsNoticedWhereTheReferenceNoticesIt(int[] flip) throws Exception {
    ImmutableVectors.Case recorded = corruptible();
    for (int position = flip[0]; position <= flip[1]; position++) {
      byte[] share = recorded.shares().getFirst().clone();
      share[position] ^= 1;
      world.grid.put(recorded.cap().index(), world.grid.server(0), 0, share);
      if (flip[2] == 1) {
        assertThat(world.download(recorded.cap())).isEqualTo(recorded.plaintext());
      } else {
        assertThatThrownBy(() -> world.download(recorded.cap()))
            .as("byte %d", position)
            .isInstanceOf(NoSharesException.class);
      }
    }
  }

  @Test
  void aShareThatIsCutAnywhereIsADeadShareAndNeverAnEndlessLoop() throws Exception {
    ImmutableVectors.Case recorded = corruptible();
    byte[] share = recorded.shares().getFirst();
    for (int length = 0; length < share.length; length++) {
      world.grid.put(recorded.cap().index(), world.grid.server(0), 0, Arrays.copyOf(share, length));
      assertThatThrownBy(() -> world.download(recorded.cap()))
          .as("%d bytes", length)
          .isInstanceOf(NoSharesException.class)
          .hasMessageContaining("it ends at byte");
    }
    world.grid.put(
        recorded.cap().index(), world.grid.server(0), 0, Arrays.copyOf(share, share.length + 100));
    assertThat(world.download(recorded.cap())).isEqualTo(recorded.plaintext());
  }

  private static ImmutableVectors.Case corruptible() {
    return ImmutableVectors.casesWithShares()
        .filter(recorded -> recorded.name().equals("small-segments-1of2-100"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tenKilobytesAreHadWithOneQuestionAndOneReadOfEachShare() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    assertThat(world.download(file.cap())).isEqualTo(file.plaintext());
    assertThat(world.grid.count(Operation.GET_BUCKETS)).isLessThanOrEqualTo(4);
    assertThat(world.grid.count(Operation.READ)).isEqualTo(3);
    assertThat(world.grid.count(Operation.ADVISE)).isZero();
  }

  @Test
  void theReadsOfASmallFileAreAllUnderWayAtTheSameTime() throws Exception {
    EncodedFile file = world.file(10_000, 3, 3, MIB);
    Gate gate = world.grid.server(0).hold(Operation.READ);
    Gate second = world.grid.server(1).hold(Operation.READ);
    Gate third = world.grid.server(2).hold(Operation.READ);
    FutureTask<byte[]> download = started(file.cap());
    gate.awaitHeld(1);
    second.awaitHeld(1);
    third.awaitHeld(1);
    gate.open();
    second.open();
    third.open();
    assertThat(download.get()).isEqualTo(file.plaintext());
    assertThat(world.grid.count(Operation.READ)).isEqualTo(3);
  }

  private FutureTask<byte[]> started(ChkReadCap cap) {
    FutureTask<byte[]> download = new FutureTask<>(() -> world.download(cap));
    Thread.ofVirtual().start(download);
    return download;
  }

  @Test
  void aLargerShareIsReadInLargeRequests() throws Exception {
    EncodedFile file = world.file(9 * MIB, 3, 10, MIB);
    assertThat(world.download(file.cap())).isEqualTo(file.plaintext());
    // Nine segments in runs of 1, 1, 2, 3 and 2; the first read of a share brings its hashes.
    assertThat(world.grid.count(Operation.READ)).isLessThanOrEqualTo(5 * 3 + 2 * 7);
  }

  @Test
  void nothingIsReadAheadUntilTheReaderHasTakenTheFirstSegment() throws Exception {
    EncodedFile file = world.file(9 * MIB, 3, 10, MIB);
    try (InputStream in = world.open(file.cap()).stream()) {
      in.readNBytes(MIB);
      assertThat(blocksRead()).isEqualTo(3);
      in.readNBytes(10);
      assertThat(blocksRead()).isEqualTo(6);
    }
    assertThat(blocksRead()).isEqualTo(6);
  }

  /** How many whole blocks of segments of 1 MiB were asked for, 3 of which make a segment. */
  private long blocksRead() {
    return world.grid.servers().stream()
        .flatMap(server -> server.calls(Operation.READ).stream())
        .mapToLong(call -> call.length() / (MIB / 3))
        .sum();
  }

  @Test
  void aShortRangeAcrossTwoSegmentsIsReadAtOnceWithOneRequestForTheBlocksOfEachShare()
      throws Exception {
    EncodedFile file = world.file(9 * MIB, 3, 10, MIB);
    int offset = 4 * MIB - 100;
    assertThat(DownloadFixture.range(world.open(file.cap()), offset, 200))
        .isEqualTo(Arrays.copyOfRange(file.plaintext(), offset, offset + 200));
    assertThat(
            world.grid.servers().stream()
                .flatMap(server -> server.calls(Operation.READ).stream())
                .filter(call -> call.length() > MIB / 2))
        .hasSize(3);
    assertThat(blocksRead()).isEqualTo(6);
  }

  @Test
  void aRangeOfALargeFileCostsTheSegmentsThatItLiesIn() throws Exception {
    EncodedFile file = world.file(9 * MIB, 3, 10, MIB);
    byte[] middle = DownloadFixture.range(world.open(file.cap()), 11 * MIB / 2, 64_000);
    assertThat(middle)
        .isEqualTo(Arrays.copyOfRange(file.plaintext(), 11 * MIB / 2, 11 * MIB / 2 + 64_000));
    long bytes =
        world.grid.servers().stream()
            .flatMap(server -> server.calls(Operation.READ).stream())
            .mapToLong(call -> call.length())
            .sum();
    assertThat(bytes).isLessThan(MIB + 50_000);
  }

  @Test
  void segmentsOfAnUnexpectedSizeOnlyCostFurtherQuestions() throws Exception {
    EncodedFile file = world.file(300_000, 3, 10, 20_000);
    ImmutableFile opened = world.open(file.cap());
    assertThat(DownloadFixture.range(opened, 123_456, 98_765))
        .isEqualTo(Arrays.copyOfRange(file.plaintext(), 123_456, 123_456 + 98_765));
    assertThat(DownloadFixture.whole(opened)).isEqualTo(file.plaintext());
  }

  @Test
  void readsTheSecondLayoutAtAnySize() throws Exception {
    byte[] plaintext = new byte[200_000];
    world.random.nextBytes(plaintext);
    EncodedFile file =
        new EncodedFile.Maker(EncryptionKey.random(world.random), plaintext, 2, 4, 30_000)
            .withSecondLayout()
            .make();
    world.grid.spread(file.index(), file.shares());
    assertThat(world.download(file.cap())).isEqualTo(plaintext);
  }

  @Test
  void survivesTheLossOfAllServersButThoseOfAnyThreeShares() throws Exception {
    EncodedFile file = world.file(2 * MIB + 5, 3, 10, MIB);
    for (int lost = 0; lost < 10; lost++) {
      if (lost % 4 != 1) {
        world.grid.server(lost).crash();
      }
    }
    assertThat(world.download(file.cap())).isEqualTo(file.plaintext());
  }

  @Test
  void serversThatVanishInTheMiddleAreReplaced() throws Exception {
    EncodedFile file = world.file(8 * MIB, 3, 10, MIB);
    for (int i = 0; i < 7; i++) {
      world.grid.server(i).crashAfter(2);
    }
    assertThat(world.download(file.cap())).isEqualTo(file.plaintext());
  }

  @Test
  void aServerThatTakesTheQuestionButNeverAnswersIsDoneWithout() throws Exception {
    EncodedFile file = world.file(100_000, 3, 10, MIB);
    for (int i = 0; i < 7; i++) {
      world.grid.server(i).stall(Operation.GET_BUCKETS);
    }
    assertThat(world.download(file.cap(), DownloadFixture.IMPATIENT)).isEqualTo(file.plaintext());
  }

  @Test
  void aBlockThatIsLateIsAskedForFromAnotherShare() throws Exception {
    EncodedFile file = world.file(2 * MIB, 3, 10, MIB);
    for (int i = 0; i < 7; i++) {
      world.grid.server(i).stall(Operation.READ);
    }
    assertThat(world.download(file.cap(), DownloadFixture.IMPATIENT)).isEqualTo(file.plaintext());
  }

  @Test
  void serversThatNeverAnswerAreGivenUpInTheEnd() {
    EncodedFile file = world.file(100_000, 3, 10, MIB);
    world.grid.servers().forEach(server -> server.stall(Operation.READ));
    assertThatThrownBy(() -> world.download(file.cap(), DownloadFixture.GIVING_UP))
        .isInstanceOf(NoSharesException.class)
        .hasMessageContaining("no answer within 0.1s");
  }

  @Test
  void theCallersTimeLimitEndsADownload() {
    EncodedFile file = world.file(100_000, 3, 10, MIB);
    world.grid.servers().forEach(server -> server.stall(Operation.GET_BUCKETS));
    assertThatThrownBy(
            () ->
                world
                    .open(file.cap())
                    .copyTo(
                        new ByteArrayOutputStream(),
                        0,
                        file.cap().size(),
                        DownloadOptions.DEFAULT.withTimeLimit(Duration.ofMillis(20))))
        .isInstanceOf(TimeLimitException.class);
  }

  @Test
  void corruptSharesAreReplacedAndTheirServersToldWhichBytesAreBad() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    for (int i = 0; i < 7; i++) {
      world.grid.server(i).corrupt(i, 100, 1);
    }
    assertThat(world.download(file.cap())).isEqualTo(file.plaintext());
    for (FaultyServer server : world.grid.servers()) {
      for (FaultyServer.Advisory advisory :
          server.calls(Operation.READ).isEmpty() || world.grid.servers().indexOf(server) >= 7
              ? List.<FaultyServer.Advisory>of()
              : server.awaitAdvisories(1)) {
        assertThat(advisory.reason())
            .startsWith("corruption in share[36-3370): new hash ")
            .contains("does not match existing hash");
      }
    }
  }

  @Test
  void oneBadBlockDoesNotCondemnAShare() throws Exception {
    // Every share has one bad block, but every segment has enough good ones.
    EncodedFile file = world.file(90_000, 3, 4, 9_000);
    for (int share = 0; share < 4; share++) {
      world.grid.server(share).corrupt(share, 36 + 3_000 * (2 * share) + 5, 0x80);
    }
    assertThat(world.download(file.cap())).isEqualTo(file.plaintext());
  }

  @Test
  void theErrorSaysHowManySharesWereFoundWhere() {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    for (int i = 0; i < 8; i++) {
      world.grid.server(i).crash();
    }
    world.grid.server(9).corrupt(9, 400, 1);
    assertThatThrownBy(() -> world.download(file.cap()))
        .isInstanceOf(NotEnoughSharesException.class)
        .hasMessageContaining("ran out of shares: complete=sh8")
        .hasMessageContaining("need 3")
        .hasMessageContaining("Found 2 good shares")
        .hasMessageContaining("alder: failed (alder is down)");
  }

  @Test
  void withoutAnyShareTheErrorSaysSo() {
    EncodedFile file = EncodedFile.random(world.random, 10_000, 3, 10, MIB);
    assertThatThrownBy(() -> world.download(file.cap()))
        .isInstanceOf(NoSharesException.class)
        .hasMessageContaining("no shares (need 3)")
        .hasMessageContaining("on 10 servers")
        .hasMessageContaining("alder: no shares");
  }

  @Test
  void aServerThatHasComeBackIsAskedAgainByTheNextReadOfTheSameFile() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    ImmutableFile opened = world.open(file.cap());
    world.grid.servers().forEach(FaultyServer::crash);
    assertThatThrownBy(() -> DownloadFixture.whole(opened)).isInstanceOf(NoSharesException.class);
    world.grid.servers().forEach(FaultyServer::recover);
    assertThat(DownloadFixture.whole(opened)).isEqualTo(file.plaintext());
  }

  @Test
  void afterSharesThatMakeAnotherFileLaterReadsFailAsClearlyAndNeverHang() throws Exception {
    byte[] plaintext = new byte[50_000];
    EncodedFile file =
        new EncodedFile.Maker(EncryptionKey.random(world.random), plaintext, 3, 10, 20_000)
            .withWrongCrypttextHashes()
            .make();
    world.grid.spread(file.index(), file.shares());
    ImmutableFile opened = world.open(file.cap());
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(() -> DownloadFixture.whole(opened))
          .isInstanceOf(BadCiphertextException.class)
          .hasMessageContaining("segment 0");
    }
    assertThatThrownBy(() -> DownloadFixture.range(opened, 45_000, 10))
        .isInstanceOf(BadCiphertextException.class)
        .hasMessageContaining("segment 2");
  }

  @Test
  void aCapabilityOfAnEmptyFileInSharesIsRefusedWhenItIsOpened() {
    EncodedFile file = EncodedFile.random(world.random, 100, 3, 10, MIB);
    ChkReadCap cap = file.cap();
    ChkReadCap empty = new ChkReadCap(cap.key(), cap.uriExtensionHash(), 3, 10, 0);
    assertThatThrownBy(() -> world.open(empty)).isInstanceOf(UnusableCapabilityException.class);
    ChkReadCap odd = new ChkReadCap(cap.key(), cap.uriExtensionHash(), 11, 10, 100);
    assertThatThrownBy(() -> world.open(odd)).isInstanceOf(UnusableCapabilityException.class);
    ChkReadCap vast = new ChkReadCap(cap.key(), cap.uriExtensionHash(), 3, 10, Long.MAX_VALUE);
    assertThatThrownBy(() -> world.open(vast)).isInstanceOf(UnusableCapabilityException.class);
  }

  @Test
  void aCapabilityThatLiesAboutTheFileNeverGivesWrongData() throws Exception {
    EncodedFile file = world.file(100_000, 3, 10, 20_000);
    ChkReadCap cap = file.cap();
    for (ChkReadCap lie :
        new ChkReadCap[] {
          new ChkReadCap(cap.key(), cap.uriExtensionHash(), 3, 10, 99_999),
          new ChkReadCap(cap.key(), cap.uriExtensionHash(), 3, 10, 1L << 45),
          new ChkReadCap(cap.key(), cap.uriExtensionHash(), 2, 10, 100_000),
          new ChkReadCap(cap.key(), cap.uriExtensionHash(), 3, 9, 100_000)
        }) {
      try {
        byte[] read = DownloadFixture.range(world.open(lie), 80_000, 19_999);
        assertThat(read).isEqualTo(Arrays.copyOfRange(file.plaintext(), 80_000, 99_999));
      } catch (GridException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void aShareCannotMakeUsAskForMoreThanTheCapabilityWarrants() throws Exception {
    EncodedFile file = world.file(1_000, 1, 2, MIB);
    int extension = file.shares().getFirst().length - UriExtension.lengthFor(geometry(file), 2);
    world.grid.server(0).corrupt(0, extension - 4, 0x7f);
    world.grid.server(1).corrupt(1, extension - 4, 0xff);
    assertThatThrownBy(() -> world.download(file.cap())).isInstanceOf(NoSharesException.class);
    for (FaultyServer server : world.grid.servers()) {
      assertThat(server.calls(Operation.READ)).allMatch(call -> call.length() < 10_000);
    }
  }

  private static SegmentGeometry geometry(EncodedFile file) {
    return SegmentGeometry.of(file.cap().size(), file.cap().needed(), MIB);
  }

  @Test
  void sharesNobodyAskedForAreIgnored() throws Exception {
    EncodedFile file = world.file(1_000, 3, 10, MIB);
    world.grid.servers().forEach(server -> server.pretend(200, new byte[1000]));
    assertThat(world.download(file.cap())).isEqualTo(file.plaintext());
  }

  @Test
  void aServerThatWasLateForACheckIsAskedLastForADownload() throws Exception {
    Duration late = Duration.ofMillis(300);
    DownloadLimits limits = DownloadLimits.DEFAULT.withTimes(late, late, late, Duration.ofHours(1));
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    FaultyServer stalled =
        world.grid.servers().stream()
            .filter(server -> world.grid.member(server).equals(firstFor(file)))
            .findFirst()
            .orElseThrow();
    stalled.stall();
    assertThat(world.grid(limits).check(file.cap(), CheckOptions.QUICK).silent()).hasSize(1);
    stalled.forgetCalls();
    assertThat(world.download(file.cap(), limits)).isEqualTo(file.plaintext());
    assertThat(stalled.calls()).isEmpty();
  }

  private GridServer firstFor(EncodedFile file) {
    return ServerOrder.WITHOUT_PREFERENCE.of(world.grid.connected(), file.index()).getFirst();
  }
}
