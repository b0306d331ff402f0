package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapWatchTest {
  private static final long MIB = 1L << 20;

  @Test
  void aSmallHeapIsLeftAlone() {
    assertThat(HeapWatch.threshold(0, 256 * MIB)).isEqualTo(64 * MIB);
    assertThat(HeapWatch.threshold(20 * MIB, 256 * MIB)).isEqualTo(64 * MIB);
  }

  @Test
  void whatIsAliveNeverKeepsTheCollectorBusy() {
    for (long alive = 0; alive < 150 * MIB; alive += MIB) {
      assertThat(HeapWatch.threshold(alive, 256 * MIB)).isGreaterThanOrEqualTo(alive + 28 * MIB);
    }
    assertThat(HeapWatch.threshold(100 * MIB, 256 * MIB)).isEqualTo(150 * MIB);
  }

  @Test
  void theThresholdIsNeverMoreThanThereCanBe() {
    assertThat(HeapWatch.threshold(200 * MIB, 256 * MIB)).isEqualTo(256 * MIB);
    assertThat(HeapWatch.threshold(200 * MIB, -1)).isEqualTo(300 * MIB);
  }
}
