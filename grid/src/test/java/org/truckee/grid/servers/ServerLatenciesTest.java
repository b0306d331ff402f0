package org.truckee.grid.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;
import org.truckee.grid.simulation.TestGrid;

/** What is remembered of how fast servers answer. */
class ServerLatenciesTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
  private final ServerLatencies latencies = new ServerLatencies(nanos::get);
  private final List<GridServer> servers = TestGrid.of(3).connected();

  private ServerId id(int server) {
    return servers.get(server).id();
  }

  @Test
  void aServerIsLateUntilItAnswersOrAMinuteHasPassed() {
    latencies.recordLate(id(1), Duration.ofSeconds(5));
    latencies.recordLate(id(2), Duration.ofSeconds(5));
    assertThat(servers.stream().sorted(latencies.lateLast()))
        .containsExactly(servers.get(0), servers.get(1), servers.get(2));
    latencies.record(id(2), Duration.ofSeconds(6));
    assertThat(latencies.isLate(id(0))).isFalse();
    assertThat(latencies.isLate(id(1))).isTrue();
    assertThat(latencies.isLate(id(2))).isFalse();
    assertThat(servers.stream().sorted(latencies.lateLast()))
        .containsExactly(servers.get(0), servers.get(2), servers.get(1));
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThat(latencies.isLate(id(1))).isFalse();
  }

  @Test
  void whoWasLateIsWaitedForOnlyAShortTimeAndCountsAsSlow() {
    DownloadLimits limits = DownloadLimits.DEFAULT;
    assertThat(latencies.lateAfter(id(0), limits)).isEqualTo(limits.hedgeCeiling());
    latencies.recordLate(id(0), Duration.ofSeconds(5));
    assertThat(latencies.lateAfter(id(0), limits)).isEqualTo(limits.hedgeFloor());
    assertThat(latencies.lateAfter(id(1), limits)).isEqualTo(limits.hedgeCeiling());
    double slow = latencies.millis(id(0));
    latencies.recordLate(id(0), Duration.ofMillis(1));
    assertThat(latencies.millis(id(0))).as("a short wait shows nothing").isEqualTo(slow);
  }

  @Test
  void howLongALateServerWasWaitedForIsRememberedUntilItAnswers() {
    Duration thorough = Duration.ofSeconds(10);
    latencies.recordLate(id(0), Duration.ofSeconds(1));
    assertThat(latencies.isLate(id(0), thorough)).as("it may be busy").isFalse();
    latencies.recordLate(id(0), thorough);
    latencies.recordLate(id(0), Duration.ofSeconds(1));
    assertThat(latencies.isLate(id(0), thorough)).as("it seems to be gone").isTrue();
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    latencies.recordLate(id(0), Duration.ofSeconds(1));
    assertThat(latencies.isLate(id(0), thorough)).as("that was long ago").isFalse();
    latencies.recordLate(id(0), thorough);
    latencies.record(id(0), Duration.ofSeconds(20));
    latencies.recordLate(id(0), Duration.ofSeconds(1));
    assertThat(latencies.isLate(id(0), thorough)).as("it has answered meanwhile").isFalse();
  }
}
