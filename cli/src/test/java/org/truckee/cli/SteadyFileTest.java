package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change under the hands of who reads them. */
class SteadyFileTest {
  private static final int LENGTH = 1000;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.write(folder.resolve("file"), new byte[LENGTH]);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
  }

  @Test
  void aFileThatStaysIsRead() throws IOException {
    try (SteadyFile steady = SteadyFile.open(file)) {
      assertThat(steady.length()).isEqualTo(LENGTH);
      assertThat(steady.read()).isZero();
      assertThat(steady.readAllBytes()).hasSize(LENGTH - 1);
    }
  }

  @Test
  void aFileInWhichSomebodyWritesIsNotReadToItsEnd() throws IOException {
    try (SteadyFile steady = SteadyFile.open(file);
        RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
      assertThat(steady.readNBytes(LENGTH / 2)).hasSize(LENGTH / 2);
      other.seek(LENGTH / 2);
      other.write(1);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> steady.readNBytes(LENGTH / 2))
          .withMessage("it changed while it was read");
    }
  }

  @Test
  void whatIsAddedToALogDoesNotMatter() throws IOException {
    try (SteadyFile steady = SteadyFile.open(file)) {
      assertThat(steady.readNBytes(LENGTH / 2)).hasSize(LENGTH / 2);
      Files.write(file, new byte[10], StandardOpenOption.APPEND);
      assertThat(steady.readNBytes(LENGTH / 2)).hasSize(LENGTH / 2);
    }
  }
}
