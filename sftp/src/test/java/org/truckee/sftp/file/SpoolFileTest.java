package org.truckee.sftp.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.grid.SpoolException;

final class SpoolFileTest {
  @Test
  void whatIsWrittenIsReadAndNobodySeesAFile(@TempDir Path folder) throws Exception {
    try (SpoolFile file = SpoolFile.in(folder, new SecureRandom())) {
      byte[] text = "some plaintext".getBytes(StandardCharsets.US_ASCII);
      file.write(100_003, text, 5, 9);
      file.write(7, text, 0, 4);
      byte[] read = new byte[11];
      file.read(100_003, read, 1, 9);
      assertThat(new String(read, 1, 9, StandardCharsets.US_ASCII)).isEqualTo("plaintext");
      file.read(7, read, 0, 4);
      assertThat(new String(read, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("some");
      try (var files = Files.list(folder)) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void aDirectoryThatCannotBeUsedIsNamed(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> SpoolFile.in(file, new SecureRandom()))
        .isInstanceOf(SpoolException.class);
  }
}
