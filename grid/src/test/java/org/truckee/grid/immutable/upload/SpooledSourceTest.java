package org.truckee.grid.immutable.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.crypto.EncryptionKey;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.Source;
import org.truckee.grid.SourceChangedException;
import org.truckee.grid.SpoolException;
import org.truckee.grid.SpooledSource;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.immutable.Grids;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.grid.transfer.FileThreads;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

class SpooledSourceTest {
  private static final int SEGMENT = 1000;
  private static final EncodingParameters ENCODING = new EncodingParameters(3, 1, 10, SEGMENT);

  private final MemoryBudget budget = new MemoryBudget(32 << 20);
  private final FileThreads files = new FileThreads();

  @TempDir private Path directory;

  private SpooledSource spool(byte[] bytes, EncodingParameters encoding, Workers workers)
      throws IOException, InterruptedException {
    return Spool.read(
        new Dribble(bytes),
        encoding,
        Optional.of(Grids.CONVERGENCE),
        new SpoolFolder(directory, files),
        workers,
        budget);
  }

  /** A stream that gives as little as it may. */
  private static final class Dribble extends FilterInputStream {
    Dribble(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return super.read(target, offset, Math.min(length, 7));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {56, 998, 999, 1000, 1001, 1002, 1003, 2999, 3000, 3001, 300_000})
  void aStreamHasTheContentsAndTheKeyOfTheSameBytes(int size) throws Exception {
    byte[] bytes = UploadTest.bytes(size, size);
    try (Workers workers = new Workers(1);
        SpooledSource source = spool(bytes, ENCODING, workers)) {
      assertThat(source.size()).isEqualTo(size);
      EncryptionKey key =
          ConvergentKey.of(Source.of(bytes), size, ENCODING, Grids.CONVERGENCE, workers);
      assertThat(source.convergentKey(ENCODING, Grids.CONVERGENCE)).contains(key);
      for (int reading = 0; reading < 2; reading++) {
        try (InputStream in = source.open()) {
          assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
      }
      assertThat(filesLeft()).as("the file has no name").isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100_000, 3 << 20})
  void aStreamThatFindsNoMemoryWaitsInAFile(int size) throws Exception {
    byte[] bytes = UploadTest.bytes(size, size);
    MemoryBudget none = new MemoryBudget(1);
    try (Workers workers = new Workers(1);
        SpooledSource source =
            Spool.read(
                new ByteArrayInputStream(bytes),
                EncodingParameters.DEFAULT,
                Optional.of(Grids.CONVERGENCE),
                new SpoolFolder(directory, files),
                workers,
                none);
        InputStream in = source.open()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
      assertThat(none.free()).isEqualTo(none.bytes());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theFileIsForItsOwnerOnlyAlsoWhileItHasNoName() throws Exception {
    try (Workers workers = new Workers(1);
        SpooledSource source = spool(UploadTest.bytes(1, 5000), ENCODING, workers)) {
      assertThat(source.size()).isEqualTo(5000);
      List<Path> open = openFiles();
      assertThat(open).hasSize(1);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open.getFirst())))
          .isEqualTo("rw-------");
    }
    assertThat(openFiles()).isEmpty();
  }

  /** The files that this process has open and that were made in the directory of the test. */
  private List<Path> openFiles() throws IOException {
    List<Path> open = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path each : descriptors.toList()) {
        if (target(each).startsWith(directory.toString())) {
          open.add(each);
        }
      }
    }
    return open;
  }

  private static String target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException e) {
      return "closed meanwhile";
    }
  }

  @Test
  void whatAKilledProgramHasLeftIsRemovedAndNothingElse() throws Exception {
    Path left = Files.createFile(directory.resolve("truckee-upload-1234.tmp"));
    Path other = Files.createFile(directory.resolve("notes.tmp"));
    try (Grid grid = Grids.builder(TestGrid.of(1)).spoolDirectory(directory).build()) {
      assertThat(left).doesNotExist();
      assertThat(other).exists();
      assertThat(grid).isNotNull();
    }
  }

  @Test
  void whatIsSpooledIsTakenOutOfTheBudgetUntilItIsClosed() throws Exception {
    try (Workers workers = new Workers(1)) {
      try (SpooledSource source = spool(new byte[100_000], EncodingParameters.DEFAULT, workers)) {
        assertThat(source.size()).isEqualTo(100_000);
        assertThat(budget.bytes() - budget.free()).isGreaterThanOrEqualTo(100_000);
      }
      assertThat(budget.free()).isEqualTo(budget.bytes());
    }
  }

  /** Where a virtual thread wrote and read by itself, the interrupt would close the file. */
  @Test
  void aVirtualThreadDoesNotHoldItsCarrierWhileTheDiskWorks() throws Exception {
    byte[] bytes = UploadTest.bytes(300_000, 1);
    try (Workers workers = new Workers(1)) {
      FutureTask<byte[]> spooled =
          new FutureTask<>(
              () -> {
                Thread.currentThread().interrupt();
                try (SpooledSource source =
                        Spool.read(
                            new ByteArrayInputStream(bytes),
                            ENCODING,
                            Optional.empty(),
                            new SpoolFolder(directory, files),
                            workers,
                            budget);
                    InputStream in = source.open()) {
                  byte[] found = in.readAllBytes();
                  assertThat(Thread.interrupted()).isTrue();
                  return found;
                }
              });
      Thread.startVirtualThread(spooled);
      assertThat(spooled.get()).isEqualTo(bytes);
    }
  }

  @Test
  void aDirectoryWithoutRoomIsNamedInTheError() throws Exception {
    Path missing = Files.createFile(directory.resolve("no-folder")).resolve("missing");
    try (Workers workers = new Workers(1)) {
      assertThatThrownBy(
              () ->
                  Spool.read(
                      new ByteArrayInputStream(new byte[5000]),
                      ENCODING,
                      Optional.empty(),
                      new SpoolFolder(missing, files),
                      workers,
                      budget))
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining(missing.toString());
    }
    assertThat(budget.free()).isEqualTo(budget.bytes());
  }

  @Test
  void theKeyIsOnlyKnownForWhatItWasComputedFor() throws Exception {
    try (Workers workers = new Workers(1);
        SpooledSource source = spool(UploadTest.bytes(1, 5000), ENCODING, workers)) {
      assertThat(source.convergentKey(ENCODING, new ConvergenceSecret(new byte[1]))).isEmpty();
      assertThat(source.convergentKey(EncodingParameters.DEFAULT, Grids.CONVERGENCE)).isEmpty();
      EncodingParameters happier = new EncodingParameters(3, 7, 10, SEGMENT);
      assertThat(source.convergentKey(happier, Grids.CONVERGENCE)).isPresent();
    }
  }

  @Test
  void aLongStreamWithVeryLongSegmentsIsHashedLater() throws Exception {
    int size = (4 << 20) + 100;
    EncodingParameters long8 = new EncodingParameters(3, 1, 10, 8 << 20);
    byte[] bytes = UploadTest.bytes(1, size);
    try (Workers workers = new Workers(1);
        SpooledSource source = spool(bytes, long8, workers)) {
      assertThat(source.convergentKey(long8, Grids.CONVERGENCE)).isEmpty();
      try (InputStream in = source.open()) {
        assertThat(in.readAllBytes()).isEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 55, 56, 1000, 1001, 10_000})
  void uploadingAStreamGivesTheCapOfTheSameBytes(int size) throws Exception {
    byte[] bytes = UploadTest.bytes(size, size);
    Path file = Files.write(directory.resolve("file"), bytes);
    TestGrid servers = TestGrid.of(10);
    UploadOptions options = UploadOptions.DEFAULT.withEncoding(ENCODING);
    Path spool = Files.createDirectory(directory.resolve("spool"));
    try (Grid grid = Grids.builder(servers).spoolDirectory(spool).build()) {
      var fromBytes = grid.upload(Source.of(bytes), options).cap();
      assertThat(grid.upload(new Dribble(bytes), options).cap()).isEqualTo(fromBytes);
      assertThat(grid.upload(Source.of(file), options).cap()).isEqualTo(fromBytes);
    }
    assertThat(spool).isEmptyDirectory();
  }

  @Test
  void aStreamThatBreaksLeavesNothingBehind() throws Exception {
    InputStream broken =
        new FilterInputStream(new ByteArrayInputStream(new byte[5000])) {
          private int left = 3000;

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
              throw new IOException("the connection was lost");
            }
            int read = super.read(target, offset, Math.min(left, length));
            left -= read;
            return read;
          }
        };
    try (Grid grid = Grids.builder(TestGrid.of(10)).spoolDirectory(directory).build()) {
      assertThatThrownBy(() -> grid.upload(broken, UploadOptions.DEFAULT.withEncoding(ENCODING)))
          .isInstanceOf(IOException.class)
          .hasMessage("the connection was lost");
    }
    assertThat(filesLeft()).isZero();
  }

  @Test
  void aFileThatIsWrittenToDuringItsUploadIsNotUploaded() throws Exception {
    byte[] bytes = UploadTest.bytes(1, 50_000);
    Path file = Files.write(directory.resolve("file"), bytes);
    UploadOptions options =
        UploadOptions.DEFAULT
            .withEncoding(ENCODING)
            .withProgress(
                (done, total) -> {
                  if (done > total / 4 && done < total / 2) {
                    overwrite(file, Arrays.copyOf(bytes, bytes.length - 1));
                  }
                });
    TestGrid servers = TestGrid.of(10);
    try (Grid grid = Grids.of(servers)) {
      assertThatThrownBy(() -> grid.upload(Source.of(file), options))
          .isInstanceOf(SourceChangedException.class);
    }
  }

  private static void overwrite(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private long filesLeft() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }
}
