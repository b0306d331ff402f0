package org.truckee.grid.immutable.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.capability.ChkReadCap;
import org.truckee.grid.Grid;
import org.truckee.grid.Source;
import org.truckee.grid.SourceChangedException;
import org.truckee.grid.UploadResult;
import org.truckee.grid.immutable.Grids;
import org.truckee.grid.simulation.TestGrid;

/** A file on a disk that somebody else writes to while it is uploaded. */
class GrowingFileTest {
  private static final byte[] FILE = UploadTest.bytes(5, 300_000);

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void writeFile() throws IOException {
    path = Files.write(directory.resolve("log"), FILE);
  }

  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  /** The file, which is changed when it was opened for the {@code time}th time. */
  private Source changed(int time, Change change) {
    Source file = Source.of(path);
    AtomicInteger opened = new AtomicInteger();
    return new Source() {
      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public Object state() throws IOException {
        return file.state();
      }

      @Override
      public InputStream open() throws IOException {
        InputStream in = file.open();
        if (opened.incrementAndGet() == time) {
          change.make();
        }
        return new FilterInputStream(in) {};
      }
    };
  }

  private void append() throws IOException {
    Files.write(path, UploadTest.bytes(6, 70_000), StandardOpenOption.APPEND);
  }

  private void write(long position, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), position);
    }
  }

  /** At first the key is derived, then the file is enciphered. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatWasThereAtTheStartIsStoredIfTheFileGrows(int time) throws Exception {
    TestGrid servers = TestGrid.of(10);
    try (Grid grid = Grids.of(servers)) {
      UploadResult result = grid.upload(changed(time, this::append));
      assertThat(result.size()).isEqualTo(FILE.length);
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      grid.open((ChkReadCap) result.cap()).copyTo(read);
      assertThat(read.toByteArray()).isEqualTo(FILE);
      assertThat(result.cap()).isEqualTo(grid.upload(Source.of(FILE)).cap());
    }
  }

  @Test
  void aTinyFileThatGrowsIsStoredAsItWas() throws Exception {
    byte[] tiny = Arrays.copyOf(FILE, 40);
    Files.write(path, tiny);
    try (Grid grid = Grids.of(TestGrid.of(10))) {
      UploadResult result = grid.upload(changed(1, this::append));
      assertThat(result.cap()).isEqualTo(grid.upload(Source.of(tiny)).cap());
    }
  }

  @Test
  void aFileThatGrowsAndLosesItsBeginningIsNotStored() throws Exception {
    requireRefused(
        changed(
            2,
            () -> {
              append();
              write(120_000, new byte[] {1, 2, 3, 4});
            }));
  }

  @Test
  void aFileThatIsRewrittenIsNotStored() throws Exception {
    requireRefused(changed(2, () -> Files.write(path, UploadTest.bytes(7, FILE.length + 10))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aFileThatShrinksIsNotStored(int time) throws Exception {
    requireRefused(changed(time, () -> Files.write(path, Arrays.copyOf(FILE, 100_000))));
  }

  private static void requireRefused(Source source) throws Exception {
    TestGrid servers = TestGrid.of(10);
    try (Grid grid = Grids.of(servers)) {
      assertThatThrownBy(() -> grid.upload(source))
          .isInstanceOf(SourceChangedException.class)
          .hasMessageContaining("upload it again");
    }
    assertThat(servers.servers())
        .allSatisfy(server -> assertThat(servers.memory(server).uploadsInProgress()).isZero());
  }
}
