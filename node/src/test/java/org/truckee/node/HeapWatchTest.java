package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapWatchTest {
  private static final long MIB = 1L << 20;

  private final Heap heap = new Heap();
  private final HeapWatch watch = new HeapWatch(heap);

  /** An old generation of 224 MiB. */
  private static final class Heap implements HeapWatch.OldGeneration {
    private long used;
    private long reachable;
    private long alive;
    private long notifyAt;
    private int collections;

    @Override
    public long used() {
      return used;
    }

    @Override
    public long alive() {
      return alive;
    }

    @Override
    public long most() {
      return 224 * MIB;
    }

    @Override
    public void collect() {
      collections++;
      used = reachable;
      alive = reachable;
    }

    @Override
    public void notifyAt(long bytes) {
      notifyAt = bytes;
    }
  }

  private void look(long usedMib, long reachableMib) {
    heap.used = usedMib * MIB;
    heap.reachable = reachableMib * MIB;
    watch.look();
  }

  @Test
  void aSmallHeapIsLeftAlone() {
    look(43, 10);
    assertThat(heap.collections).isZero();
    assertThat(heap.notifyAt).isEqualTo(44 * MIB);
  }

  @Test
  void garbageIsCollectedBeforeTheHeapIsFull() {
    look(44, 20);
    assertThat(heap.collections).isEqualTo(1);
    assertThat(heap.notifyAt).isEqualTo(44 * MIB);
  }

  @Test
  void whatIsAliveDoesNotKeepTheCollectorBusy() {
    look(100, 90);
    assertThat(heap.collections).isEqualTo(1);
    assertThat(heap.notifyAt).isEqualTo(135 * MIB);
    look(134, 90);
    assertThat(heap.collections).isEqualTo(1);
    look(135, 90);
    assertThat(heap.collections).isEqualTo(2);
  }

  @Test
  void afterAPeakItIsAsSmallAsBefore() {
    look(200, 200);
    assertThat(heap.notifyAt).as("there is no more").isEqualTo(224 * MIB);
    // The heap was full, so the collector looked by itself, and found that little is left.
    heap.alive = 30 * MIB;
    look(100, 30);
    assertThat(heap.collections).isEqualTo(2);
    assertThat(heap.notifyAt).isEqualTo(50 * MIB);
  }
}
