package org.truckee.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalFileTest {
  @TempDir private Path folder;

  private static String whyNotMade(Path path) {
    return LocalFile.whyNotMade(path, new NoSuchFileException(path.toString()));
  }

  @Test
  void aDiskTakesNotEveryName() {
    assertThat(whyNotMade(folder.resolve("c:d"))).isEqualTo("this disk takes no such name");
  }

  @Test
  void whatIsMissingIsNotBlamedOnTheDisk() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone/x"));
    assertThat(whyNotMade(link)).isEqualTo("no such file or directory");
    assertThat(whyNotMade(folder.resolve("gone/x"))).isEqualTo("no such file or directory");
  }
}
