package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Streams;
import org.truckee.cli.gateway.AtOnce;

class CopyReportTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

  private CopyReport report(boolean terminal) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new CopyReport(
        new Streams(
            InputStream.nullInputStream(), OutputStream.nullOutputStream(), stream, terminal),
        CopyReport.Detail.BAR,
        () -> now);
  }

  private String shown() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aBarTellsFilesBytesRateAndWhatIsLeft() {
    try (CopyReport report = report(true)) {
      report.begin(4, 1, 4_000_000);
      now += TimeUnit.SECONDS.toNanos(10);
      report.moved(1_000_000);
      report.fileDone();
      now += TimeUnit.SECONDS.toNanos(5);
      report.moved(1_000_000);
    }
    assertThat(shown())
        .contains("[###            ]  23 %  0 of 4 files, 1.0 MB of 4.0 MB, 100.0 kB/s, 0:33 left")
        .contains("[#######        ]  48 %  1 of 4 files, 2.0 MB of 4.0 MB, 133.3 kB/s, 0:16 left")
        .endsWith("\r\u001b[K1 files, 2.0 MB in 0:15\n");
  }

  @Test
  void withoutATerminalOnlyFailuresAreSaid() {
    try (CopyReport report = report(false)) {
      report.begin(2, 1, 10);
      now += TimeUnit.SECONDS.toNanos(60);
      report.moved(10);
      report.fileDone();
      report.failed("a/b", new CommandException("no"));
      report.failed("c", new CommandException("no"));
      assertThatThrownBy(report::requireNoFailures)
          .isInstanceOf(CommandException.class)
          .hasMessage("error: 2 things could not be copied, see above");
    }
    assertThat(shown()).isEqualTo("a/b: no\nc: no\n");
  }

  @Test
  void whatHappensAtOnceIsDoneOnceEach() throws Exception {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    CountDownLatch together = new CountDownLatch(3);
    AtOnce.forEach(
        IntStream.range(0, 1000).boxed().toList(),
        AtOnce.USUAL,
        i -> {
          assertThat(done.add(i)).isTrue();
          together.countDown();
          try {
            assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new CommandException("interrupted");
          }
        });
    assertThat(done).hasSize(1000);
  }

  @Test
  void aFailureEndsWhatIsLeft() {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    assertThatThrownBy(
            () ->
                AtOnce.forEach(
                    IntStream.range(0, 100_000).boxed().toList(),
                    AtOnce.USUAL,
                    i -> {
                      done.add(i);
                      if (i == 10) {
                        throw new CommandException("the tenth");
                      }
                    }))
        .hasMessage("the tenth");
    assertThat(done).contains(10).hasSizeLessThan(100_000);
    assertThatThrownBy(
            () ->
                AtOnce.forEach(
                    List.of(1),
                    AtOnce.USUAL,
                    i -> {
                      throw new IllegalStateException("a fault");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }
}
