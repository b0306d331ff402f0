package org.truckee.storage.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The memory of crawlers does not grow with the number of shares. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MillionSharesTest {
  /** In every prefix as many. */
  private static final int SHARES = 1_024_000;

  /** The JVM alone needs a third of it; a million names would take five times as much. */
  private static final String HEAP = "-Xmx16m";

  /** A count for each prefix, and some names as a sample. */
  private static final long LARGEST_STATE = 100_000;

  @TempDir private Path temp;

  private String walk(Path directory, int shares) throws Exception {
    Files.createDirectory(directory);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                ManyShares.class.getName(),
                directory.toString(),
                Integer.toString(shares))
            .redirectErrorStream(true)
            .start();
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aMillionSharesAreCrawledInAHeapThatCouldNotHoldTheirNames() throws Exception {
    String said = walk(temp.resolve("many"), SHARES);
    assertThat(said.lines().toList().getLast()).isEqualTo("1024000 102400");
    for (String state :
        new String[] {
          "bucket_counter.state.json", "lease_checker.state.json", "lease_checker.history.json"
        }) {
      assertThat(Files.size(temp.resolve("many").resolve(state)))
          .as("the size of %s, in bytes", state)
          .isLessThan(LARGEST_STATE);
    }
  }
}
