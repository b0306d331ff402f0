package org.truckee.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessMemoryTest {
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @ValueSource(longs = {48, 64, 128, 256, 768, 8192})
  void everythingAtItsMostStillFitsTheHeap(long mib) {
    ProcessMemory memory = ProcessMemory.ofHeap(mib * MIB);
    long both =
        memory.service().bytes()
            + memory.transfers().tryTake(memory.transfers().bytes()).orElseThrow().bytes();
    assertThat(both).as("each may take more than its half").isGreaterThan(memory.service().bytes());
    long held = memory.transfers().bytes() + memory.service().free();
    long all =
        held
            + memory.connections().bytes()
            + memory.doorConnections().bytes()
            + memory.peers().bytes()
            + memory.reserve();
    assertThat(all).isLessThanOrEqualTo(memory.heap() * 7 / 8);
  }

  @Test
  void neitherServiceNorTransfersCanTakeAllThatTheyShare() {
    ProcessMemory memory = ProcessMemory.ofHeap(256 * MIB);
    memory.service().tryTake(memory.service().bytes()).orElseThrow();
    assertThat(memory.transfers().free()).isGreaterThan(16 * MIB);

    ProcessMemory other = ProcessMemory.ofHeap(256 * MIB);
    other.transfers().tryTake(other.transfers().bytes()).orElseThrow();
    assertThat(other.service().free()).isGreaterThan(48 * MIB);
  }

  @Test
  void aHeapHasASize() {
    assertThatThrownBy(() -> ProcessMemory.ofHeap(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
