package org.truckee.grid.immutable.assist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.UriExtensionHash;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.GridException;
import org.truckee.grid.NoServersException;
import org.truckee.grid.Source;
import org.truckee.grid.SourceChangedException;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.UploadUnhappinessException;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.immutable.Grids;
import org.truckee.grid.immutable.upload.HelperReport;
import org.truckee.grid.immutable.upload.OfferedFile;
import org.truckee.grid.immutable.upload.UntrueReportException;
import org.truckee.grid.immutable.upload.UploadHelper;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.TaskScope;

/** Uploads through a helper, of which only the wire is missing. */
@Timeout(60)
class AssistedUploadTest {
  private static final int PIECE = 512 << 10;
  private static final EncodingParameters ENCODING = EncodingParameters.of(3, 7, 10);
  private static final byte[] LARGE = bytes(1, 5 * PIECE + 12_345);
  private static final byte[] SMALL = bytes(2, 10_000);
  private static final UriExtensionHash OTHER_HASH = new UriExtensionHash(new byte[32]);

  @TempDir private Path directory;
  private final TestGrid servers = TestGrid.of(10);
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final GridClient helperGrid = Grids.builder(servers).build();
  private UploadAssistant assistant;

  @BeforeEach
  void start() throws IOException {
    assistant = helperGrid.assistant(directory);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
    assistant.close();
    helperGrid.close();
  }

  /** A helper that was killed and started again: it has its files, and nothing else. */
  private void restart() throws IOException {
    assistant.close();
    assistant = helperGrid.assistant(directory);
  }

  /** A client that reaches no server itself. */
  private Grid client(UploadHelper helper) {
    return client(helper, TestGrid.of(0));
  }

  private Grid client(UploadHelper helper, TestGrid reached) {
    Grid grid = Grids.builder(reached).encoding(ENCODING).helper(() -> Optional.of(helper)).build();
    parts.add(grid);
    return grid;
  }

  private InProcessHelper helper() {
    return new InProcessHelper(assistant);
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private byte[] download(UploadResult result) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    helperGrid.open((ChkReadCap) result.cap()).copyTo(out);
    return out.toByteArray();
  }

  private static UploadResult direct(byte[] contents) throws Exception {
    try (Grid grid = Grids.builder(TestGrid.of(10)).encoding(ENCODING).build()) {
      return grid.upload(Source.of(contents));
    }
  }

  private Path incoming(UploadResult expected) {
    return directory.resolve("CHK_incoming/" + index(expected));
  }

  private Path encoding(UploadResult expected) {
    return directory.resolve("CHK_encoding/" + index(expected));
  }

  private static StorageIndex index(UploadResult expected) {
    return expected.cap().storageIndex().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"56", "10000", "600000", "1048577", "2633785"})
  void theCapIsThatOfADirectUploadAndTheFileCanBeRead(int size) throws Exception {
    byte[] contents = bytes(size, size);
    UploadResult result = client(helper()).upload(Source.of(contents));
    assertThat(result.cap()).isEqualTo(direct(contents).cap());
    assertThat(result.pushedShares()).isEqualTo(10);
    assertThat(download(result)).isEqualTo(contents);
    AssistantStatistics statistics = assistant.statistics();
    assertThat(statistics.fetchedBytes()).isEqualTo(size);
    assertThat(statistics.encodedBytes()).isEqualTo(size);
    assertThat(statistics.needUpload()).isEqualTo(1);
    assertThat(statistics.incoming().count() + statistics.encoding().count()).isZero();
  }

  @Test
  void aTinyFileTouchesNoHelper() throws Exception {
    InProcessHelper helper = helper();
    client(helper).upload(Source.of(new byte[55]));
    assertThat(assistant.statistics().requests()).isZero();
  }

  @Test
  void aFileThatIsThereIsNotReadAgainButGetsALease() throws Exception {
    UploadResult first = client(helper()).upload(Source.of(LARGE));
    InProcessHelper helper = helper();
    UploadResult second = client(helper).upload(Source.of(LARGE));
    assertThat(second.cap()).isEqualTo(first.cap());
    assertThat(second.preexistingShares()).isEqualTo(10);
    assertThat(second.pushedShares()).isZero();
    assertThat(helper.offsets()).isEmpty();
    assertThat(assistant.statistics().alreadyPresent()).isEqualTo(1);
    assertThat(servers.servers())
        .allMatch(
            server ->
                server.calls().stream()
                    .anyMatch(call -> call.operation().name().equals("ADD_LEASE")));
  }

  @Test
  void anUploadGoesOnWhereItBrokeOffAlsoWhenBothSidesWereStartedAgain() throws Exception {
    UploadResult expected = direct(LARGE);
    assertThatThrownBy(() -> client(helper().failingAt(2L * PIECE)).upload(Source.of(LARGE)))
        .isInstanceOf(OutOfReadersException.class)
        .hasMessageContaining("the client is gone");
    assertThat(incoming(expected)).hasSize(2L * PIECE);
    restart();
    InProcessHelper helper = helper();
    UploadResult result = client(helper).upload(Source.of(LARGE));
    assertThat(result.cap()).isEqualTo(expected.cap());
    assertThat(helper.offsets().getFirst()).isEqualTo(2L * PIECE);
    assertThat(download(result)).isEqualTo(LARGE);
    assertThat(assistant.statistics().resumes()).isEqualTo(1);
    assertThat(assistant.statistics().fetchedBytes()).isEqualTo(LARGE.length - 2L * PIECE);
  }

  @Test
  void aFileWhoseSharesFoundNoPlaceIsNotFetchedAgain() throws Exception {
    UploadResult expected = direct(LARGE);
    servers.servers().subList(0, 5).forEach(servers::disconnect);
    assertThatThrownBy(() -> client(helper()).upload(Source.of(LARGE)))
        .isInstanceOf(UploadUnhappinessException.class);
    assertThat(encoding(expected)).hasSize(LARGE.length);
    restart();
    assertThat(assistant.statistics().encoding().bytes()).isEqualTo(LARGE.length);
    GridClient whole = Grids.builder(TestGrid.of(10)).build();
    parts.add(whole);
    UploadAssistant other = whole.assistant(directory);
    parts.add(other);
    InProcessHelper helper = new InProcessHelper(other);
    assertThat(client(helper).upload(Source.of(LARGE)).cap()).isEqualTo(expected.cap());
    assertThat(helper.offsets()).isEmpty();
    assertThat(encoding(expected)).doesNotExist();
  }

  @Test
  void whatIsLongerThanTheFileIsNoPartOfIt() throws Exception {
    UploadResult expected = direct(SMALL);
    Files.write(incoming(expected), new byte[SMALL.length + 1]);
    assertThat(client(helper()).upload(Source.of(SMALL)).cap()).isEqualTo(expected.cap());
    assertThat(assistant.statistics().fetchedBytes()).isEqualTo(SMALL.length);
  }

  @ParameterizedTest
  @CsvSource({"CHK_incoming, 1000", "CHK_encoding, 10000"})
  void aFileOfWhichTheHelperHadDamagedBytesIsUploadedDirectly(String folder, int length)
      throws Exception {
    byte[] damaged = bytes(99, length);
    Files.write(directory.resolve(folder).resolve(index(direct(SMALL)).toString()), damaged);
    assertUploadedDirectly(helper());
  }

  /** The client and the helper have the same servers, where the helper may have left nonsense. */
  private void assertUploadedDirectly(UploadHelper helper) throws Exception {
    List<Long> progress = new ArrayList<>();
    Grid client = client(helper, servers);
    UploadResult result =
        client.upload(
            Source.of(SMALL),
            UploadOptions.DEFAULT.withProgress((done, total) -> progress.add(done)));
    assertThat(result.cap()).isEqualTo(direct(SMALL).cap());
    assertThat(download(result)).isEqualTo(SMALL);
    assertThat(client.check((ChkReadCap) result.cap(), CheckOptions.VERIFY).good()).isEqualTo(10);
    assertThat(progress).isSorted().endsWith((long) SMALL.length);
  }

  @Test
  void ifItCannotBeUploadedDirectlyEitherThatIsTheError() {
    assertThatThrownBy(
            () ->
                client(helper().lying(report -> report(report, OTHER_HASH)))
                    .upload(Source.of(SMALL)))
        .isInstanceOf(NoServersException.class);
  }

  @Test
  void aFileThatTheHelperSaysNonsenseOfIsUploadedDirectly() throws Exception {
    assertUploadedDirectly(
        _ -> {
          throw new UntrueReportException("no report");
        });
  }

  @Test
  void aFileOfWhichTheHelperStatesAnotherHashIsUploadedDirectly() throws Exception {
    assertUploadedDirectly(helper().lying(report -> report(report, OTHER_HASH)));
  }

  @Test
  void aFileForWhichTheHelperStoredAnotherIsUploadedDirectly() throws Exception {
    HelperReport[] other = new HelperReport[1];
    client(helper().lying(report -> other[0] = report)).upload(Source.of(LARGE));
    assertUploadedDirectly(helper().lying(_ -> other[0]));
  }

  @Test
  void aFileThatTheHelperHasNotReadAtAllIsUploadedDirectly() throws Exception {
    HelperReport[] other = new HelperReport[1];
    client(helper().lying(report -> other[0] = report)).upload(Source.of(LARGE));
    assertUploadedDirectly(_ -> other[0]);
  }

  private static HelperReport report(HelperReport report, UriExtensionHash hash) {
    return new HelperReport(
        report.uriExtension(),
        hash,
        report.fetched(),
        report.preexisting(),
        report.pushed(),
        report.timings());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10001",
    "10000, 1",
    "-1, 1",
    "0, -1",
    "9223372036854775807, 1",
    "0, 2000000",
    "0, 1048577"
  })
  void aHelperThatAsksForWhatIsNotThereGetsNothing(long offset, int length) {
    Grid client =
        client(
            file -> {
              file.read(offset, length);
              throw new IOException("it got something");
            });
    assertThatThrownBy(() -> client.upload(Source.of(SMALL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void nothingIsReadASecondTimeAndNothingAfterTheEnd() throws Exception {
    List<OfferedFile> kept = new ArrayList<>();
    Grid client =
        client(
            file -> {
              kept.add(file);
              file.read(500, 100);
              assertThatThrownBy(() -> file.read(599, 1))
                  .isInstanceOf(IllegalArgumentException.class);
              file.read(600, 0);
              throw new IOException("enough");
            });
    assertThatThrownBy(() -> client.upload(Source.of(SMALL))).hasMessage("enough");
    assertThatThrownBy(() -> kept.getFirst().read(600, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended");
  }

  @Test
  void anotherClientOfTheSameFileTakesOverWhenTheFirstIsLost() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch joined = new CountDownLatch(1);
    InProcessHelper second = helper();
    UploadHelper first =
        file -> {
          AssistedFile done =
              assistant.upload(
                  file.index(),
                  new Scripted(file.geometry().fileSize()) {
                    @Override
                    public List<byte[]> read(long offset, int length)
                        throws CrypttextReaderException, InterruptedException {
                      waiting.countDown();
                      assertThat(joined.await(30, TimeUnit.SECONDS)).isTrue();
                      throw new CrypttextReaderException("the first is gone");
                    }
                  });
          assertThat(done.upload().orElseThrow().fetched()).isEqualTo(LARGE.length);
          throw new IOException("both have the same result");
        };
    try (TaskScope<String, UploadResult> scope = new TaskScope<>("clients")) {
      Grid firstClient = client(first);
      scope.fork("first", () -> firstClient.upload(Source.of(LARGE)));
      assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
      Grid secondClient =
          client(
              file -> {
                TaskScope<String, Boolean> release = new TaskScope<>("release");
                release.fork(
                    "release",
                    () -> {
                      awaitReaders(2);
                      joined.countDown();
                      return true;
                    });
                HelperReport report = second.upload(file);
                release.close();
                return report;
              });
      scope.fork("second", () -> secondClient.upload(Source.of(LARGE)));
      for (int i = 0; i < 2; i++) {
        switch (scope.next()) {
          case Outcome.Success<String, UploadResult> success ->
              assertThat(download(success.value())).isEqualTo(LARGE);
          case Outcome.Failure<String, UploadResult> failure ->
              assertThat(failure.problem()).hasMessage("both have the same result");
        }
      }
    }
    assertThat(assistant.statistics().active()).isZero();
  }

  private void awaitReaders(int count) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (assistant.readers() < count && System.nanoTime() < end) {
      Thread.yield();
    }
  }

  /** A client that gives zeros, or whatever a test wants. */
  private static class Scripted implements CrypttextReader {
    private final long size;

    Scripted(long size) {
      this.size = size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public Parameters parameters() {
      return new Parameters(3, 7, 10, Math.toIntExact(Math.min(1_048_578, 3 * ((size + 2) / 3))));
    }

    @Override
    public List<byte[]> read(long offset, int length)
        throws CrypttextReaderException, InterruptedException {
      return List.of(new byte[length]);
    }

    @Override
    public void close() {}
  }

  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);

  @ParameterizedTest
  @CsvSource({"1", "-1", "-1000"})
  void aClientThatGivesMoreOrLessThanItWasAskedIsNotListenedTo(int more) throws Exception {
    assertThatThrownBy(
            () ->
                assistant.upload(
                    INDEX,
                    new Scripted(1000) {
                      @Override
                      public List<byte[]> read(long offset, int length) {
                        return List.of(new byte[length + more]);
                      }
                    }))
        .isInstanceOf(OutOfReadersException.class)
        .hasMessageContaining("instead of 1000");
    assertThat(assistant.statistics().incoming().bytes()).isZero();
    assertThat(assistant.statistics().active()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0", "-5", "9223372036854775807", "2000000000000000"})
  void aSizeThatNoFileHasIsRefused(long size) {
    assertThatThrownBy(() -> assistant.upload(INDEX, new Scripted(size)))
        .isInstanceOf(OutOfReadersException.class)
        .hasMessageContaining("offers a file of " + size);
  }

  @Test
  void aFileForWhichTheDiskHasNoRoomIsRefusedBeforeItIsRead() throws Exception {
    long size = 1L << 49;
    assertThatThrownBy(() -> assistant.upload(INDEX, new Scripted(size)))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("no room");
    assertThat(assistant.statistics().fetchedBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 7, 10, 1002",
    "11, 7, 10, 1001",
    "3, -1, 10, 1002",
    "3, 7, 257, 1002",
    "3, 7, 10, 0",
    "3, 7, 10, 1000",
    "3, 7, 10, 268435455",
    "3, 7, 10, -3"
  })
  void parametersThatMakeNoSenseAreRefused(int needed, int happy, int total, int segment) {
    assertThatThrownBy(
            () ->
                assistant.upload(
                    INDEX,
                    new Scripted(1000) {
                      @Override
                      public Parameters parameters() {
                        return new Parameters(needed, happy, total, segment);
                      }
                    }))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("make no sense");
  }

  @Test
  void aFileWhoseHashesWouldFillTheMemoryIsRefused() {
    assertThatThrownBy(
            () ->
                assistant.upload(
                    INDEX,
                    new Scripted(4_000_000) {
                      @Override
                      public Parameters parameters() {
                        return new Parameters(1, 1, 256, 1);
                      }
                    }))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("has not the memory");
  }

  @Test
  void oldFilesAreRemovedAndYoungOnesAndThoseOfOthersAreNot() throws Exception {
    StorageIndex old = new StorageIndex(Arrays.copyOf(new byte[] {1}, 16));
    StorageIndex young = new StorageIndex(Arrays.copyOf(new byte[] {2}, 16));
    for (String folder : List.of("CHK_incoming", "CHK_encoding")) {
      for (String name : List.of(old.toString(), "README", young.toString())) {
        Path file = Files.write(directory.resolve(folder).resolve(name), new byte[100]);
        Duration age = name.equals(young.toString()) ? Duration.ofDays(3) : Duration.ofDays(15);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
      }
    }
    restart();
    for (String folder : List.of("CHK_incoming", "CHK_encoding")) {
      assertThat(directory.resolve(folder).resolve(old.toString())).doesNotExist();
      assertThat(directory.resolve(folder).resolve("README")).exists();
      assertThat(directory.resolve(folder).resolve(young.toString())).exists();
    }
    assertThat(assistant.statistics().incoming())
        .isEqualTo(new AssistantStatistics.Files(2, 200, 200));
  }

  @Test
  void aSourceThatChangesIsToBlameItself() {
    byte[] contents = bytes(5, 3 * PIECE);
    Source shrinking =
        new Source() {
          private int opened;

          @Override
          public long size() {
            return contents.length;
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(
                contents, 0, opened++ == 0 ? contents.length : contents.length / 2);
          }
        };
    assertThatThrownBy(() -> client(helper()).upload(shrinking))
        .isInstanceOf(SourceChangedException.class);
  }
}
