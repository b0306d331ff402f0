package org.truckee.grid.mutable.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mutable file that does not fit into the heap, in a process that has no more than that. */
class LargeFileTest {
  private static final int MIB = 1 << 20;

  /** Of which large files get some 20: enough for one that streams and others beside it. */
  private static final int HEAP = 80 * MIB;

  @TempDir private Path temp;

  @Test
  @Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFileOfTwiceTheHeapIsOverwrittenAndReadWhileOthersAreServed() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LargeFileProcess.class.getName(),
                temp.toString(),
                Long.toString(2L * HEAP))
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      assertThat(said).containsPattern(LargeFileProcess.SUCCESS + "[1-9]");
    } finally {
      process.destroyForcibly();
    }
  }
}
