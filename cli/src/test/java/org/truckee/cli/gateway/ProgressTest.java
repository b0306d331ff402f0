package org.truckee.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.Streams;
import org.truckee.cli.command.Surroundings;

class ProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

  private Progress progress(boolean terminal, boolean quiet, long total) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Streams streams =
        new Streams(
            InputStream.nullInputStream(), OutputStream.nullOutputStream(), stream, terminal);
    return Progress.begin(
        new Session(streams, quiet, Optional.empty(), Surroundings.ofProcess()),
        "sent",
        total,
        () -> now);
  }

  private String shown() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private void millis(long count) {
    now += TimeUnit.MILLISECONDS.toNanos(count);
  }

  @Test
  void onATerminalABarGrowsAndIsTakenAwayInTheEnd() {
    try (Progress progress = progress(true, false, 4_000_000)) {
      millis(500);
      progress.moved(1_000_000);
      assertThat(shown())
          .isEqualTo(
              "\r\u001b[K[#######                       ]  25 %  sent 1.0 MB of 4.0 MB, 2.0 MB/s,"
                  + " 0:02 left");
      progress.moved(1_000_000);
      assertThat(shown()).as("not more often than can be seen").doesNotContain("50 %");
      millis(500);
      progress.moved(2_000_000);
      assertThat(shown()).contains("[" + "#".repeat(30) + "] 100 %");
    }
    assertThat(shown()).endsWith("\r\u001b[K");
  }

  @Test
  void elsewhereAPlainLineComesNowAndThen() {
    try (Progress progress = progress(false, false, 2_000_000)) {
      millis(5_000);
      progress.moved(500_000);
      assertThat(shown()).isEmpty();
      millis(5_000);
      progress.moved(500_000);
    }
    assertThat(shown()).isEqualTo("sent 1.0 MB of 2.0 MB, 100.0 kB/s, 0:10 left (50 %)\n");
  }

  @Test
  void withoutAKnownEndOnlyTheAmountIsShown() {
    try (Progress progress = progress(false, false, -1)) {
      millis(10_000);
      progress.moved(999);
    }
    assertThat(shown()).isEqualTo("sent 999 B, 99 B/s\n");
  }

  @Test
  void whatIsOverAtOnceOrQuietShowsNothing() {
    try (Progress progress = progress(true, false, 10)) {
      progress.moved(10);
    }
    try (Progress progress = progress(true, true, 10)) {
      millis(60_000);
      progress.moved(10);
    }
    assertThat(shown()).isEmpty();
  }
}
