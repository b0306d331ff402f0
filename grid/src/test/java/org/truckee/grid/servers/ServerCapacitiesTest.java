package org.truckee.grid.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.truckee.grid.GridServer;
import org.truckee.grid.simulation.TestGrid;

class ServerCapacitiesTest {
  private static final Duration AGE = Duration.ofMinutes(1);

  private final GridServer server = TestGrid.of(1).connected().getFirst();
  private final AtomicLong nanos = new AtomicLong();
  private final ServerCapacities capacities = new ServerCapacities(nanos::get, AGE);

  @Test
  void thatThereIsRoomCountsForAWhile() {
    assertThat(capacities.of(server, 100)).isEmpty();
    capacities.learn(server, 100);
    nanos.addAndGet(AGE.toNanos());
    assertThat(capacities.of(server, 100)).contains(100L);
    nanos.addAndGet(1);
    assertThat(capacities.of(server, 100)).isEmpty();
  }

  @Test
  void thatThereIsTooLittleCountsOnlyForSeconds() {
    capacities.learn(server, 100);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(capacities.of(server, 101)).contains(100L);
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(capacities.of(server, 101)).as("room may have been made").isEmpty();
    assertThat(capacities.of(server, 100)).as("for what has room").contains(100L);
  }
}
