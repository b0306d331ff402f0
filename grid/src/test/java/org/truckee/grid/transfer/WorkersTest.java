package org.truckee.grid.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void workReturnsItsValueFromAThreadOfThePool() throws Exception {
    try (Workers workers = new Workers(1)) {
      String thread = workers.compute(() -> Thread.currentThread().getName());
      assertThat(thread).isEqualTo("truckee-worker-0");
    }
  }

  @Test
  void whatTheWorkThrowsReachesTheCaller() {
    try (Workers workers = new Workers(1)) {
      assertThatThrownBy(
              () ->
                  workers.compute(
                      () -> {
                        throw new IOException("broken");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("broken");
    }
  }

  @Test
  void neverMoreWorkIsGoingOnThanThereAreThreads() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (Workers workers = new Workers(2);
        TaskScope<Integer, Integer> scope = new TaskScope<>("test")) {
      for (int i = 0; i < 50; i++) {
        int value = i;
        scope.fork(
            i,
            () ->
                workers.compute(
                    () -> {
                      most.accumulateAndGet(now.incrementAndGet(), Math::max);
                      Thread.yield();
                      now.decrementAndGet();
                      return value;
                    }));
      }
      int sum = 0;
      while (scope.hasPending()) {
        sum += ((Outcome.Success<Integer, Integer>) scope.next()).value();
      }
      assertThat(sum).isEqualTo(49 * 50 / 2);
      assertThat(most.get()).isBetween(1, 2);
    }
  }

  @Test
  void anInterruptedCallerOnlyReturnsWhenItsWorkHasEnded() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    try (Workers workers = new Workers(1);
        TaskScope<String, Boolean> scope = new TaskScope<>("test")) {
      TaskScope<String, Boolean>.Task task =
          scope.fork(
              "caller",
              () -> {
                try {
                  workers.run(
                      () -> {
                        begun.countDown();
                        uninterruptibly(mayEnd);
                        ended.set(true);
                      });
                  return false;
                } catch (InterruptedException e) {
                  return ended.get();
                }
              });
      begun.await();
      task.cancel();
      mayEnd.countDown();
      assertThat(scope.next()).isEqualTo(new Outcome.Success<>("caller", true));
    }
  }

  @Test
  void aWorkerThatHandsWorkOverDoesItItself() throws Exception {
    try (Workers workers = new Workers(1)) {
      int value = workers.compute(() -> 1 + workers.compute(() -> 1));
      assertThat(value).isEqualTo(2);
    }
  }

  @Test
  void aClosedPoolRefusesWork() {
    Workers workers = new Workers(1);
    workers.close();
    assertThatThrownBy(() -> workers.compute(() -> 1)).isInstanceOf(IllegalStateException.class);
  }

  private static void uninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // Keeps waiting: the test wants work that cannot be stopped.
      }
    }
  }
}
