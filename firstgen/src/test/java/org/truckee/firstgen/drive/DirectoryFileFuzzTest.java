package org.truckee.firstgen.drive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

final class DirectoryFileFuzzTest {

  @FuzzTest
  void anyBytesAreADirectoryOrRefused(byte[] bytes) {
    try {
      assertThat(DirectoryFile.parse(DirectoryFile.parse(bytes).bytes()).rows()).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }
}
