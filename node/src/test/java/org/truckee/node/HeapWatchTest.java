package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapWatchTest {
  private static final long MIB = 1L << 20;

  private final Heap heap = new Heap();
  private final HeapWatch watch = new HeapWatch(heap);

  /** One whose old generation can have 224 MiB. */
  private static final class Heap implements HeapWatch.Heap {
    private long used;
    private long reachable;
    private long alive;
    private long notifyAt;
    private long fresh;
    private long held = 48 * MIB;
    private long least = 20 * MIB;
    private int collections;
    private int givenBack;

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
    public long fresh() {
      return fresh;
    }

    @Override
    public long held() {
      return held;
    }

    @Override
    public void giveBack() {
      givenBack++;
      used = reachable;
      alive = reachable;
      fresh = 0;
      held = least;
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

  /** So many looks, between each of which this much is allocated. */
  private void rest(int looks, long bytes) {
    for (int i = 0; i < looks; i++) {
      heap.fresh += bytes;
      watch.look();
    }
  }

  @Test
  void aNodeThatRestsGivesBackWhatItNeededOnce() {
    look(30, 10);
    rest(3, 10_000);
    assertThat(heap.givenBack).as("it may have paused only").isZero();
    rest(1, 10_000);
    assertThat(heap.givenBack).isEqualTo(1);
    assertThat(heap.collections).isZero();
    rest(100, 10_000);
    assertThat(heap.givenBack).as("there is nothing left to give").isEqualTo(1);
  }

  @Test
  void aNodeThatWorksIsNotDisturbed() {
    look(30, 10);
    rest(100, 2 * MIB);
    assertThat(heap.givenBack).isZero();
  }

  @Test
  void aCollectionOfTheYoungIsASignOfWork() {
    look(30, 10);
    for (int i = 0; i < 30; i++) {
      rest(3, 10_000);
      heap.fresh = 0;
      watch.look();
    }
    assertThat(heap.givenBack).isZero();
  }

  @Test
  void afterMoreWorkItGivesBackAgain() {
    look(30, 10);
    rest(4, 0);
    heap.held = 60 * MIB;
    rest(3, 4 * MIB);
    rest(4, 0);
    assertThat(heap.givenBack).isEqualTo(2);
  }

  @Test
  void aHeapThatCannotShrinkIsLeftAlone() {
    heap.held = 128 * MIB;
    heap.least = 128 * MIB;
    look(30, 10);
    rest(50, 0);
    assertThat(heap.givenBack).isEqualTo(1);
  }
}
