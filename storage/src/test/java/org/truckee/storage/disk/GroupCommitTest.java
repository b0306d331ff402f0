package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One sync for many, for better or worse. */
class GroupCommitTest {
  private final GroupCommit shared = new GroupCommit();
  private final AtomicInteger runs = new AtomicInteger();

  /** Lets three threads wait for a sync while one is running, then ends that. */
  private List<FutureTask<Void>> threeBehindOne(GroupCommit.Sync sync) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    FutureTask<Void> first =
        task(
            () -> {
              begun.countDown();
              boolean interrupted = false;
              try {
                end.await();
              } catch (InterruptedException e) {
                interrupted = true;
              }
              assertThat(interrupted).isFalse();
            });
    Thread leader = Thread.ofPlatform().start(first);
    begun.await();
    List<FutureTask<Void>> waiting = Stream.generate(() -> task(sync)).limit(3).toList();
    for (FutureTask<Void> task : waiting) {
      Thread thread = Thread.ofPlatform().start(task);
      while (thread.getState() != Thread.State.WAITING) {
        Thread.yield();
      }
    }
    end.countDown();
    leader.join();
    first.get();
    return waiting;
  }

  private FutureTask<Void> task(GroupCommit.Sync sync) {
    return new FutureTask<>(
        () -> {
          shared.pass(sync);
          return null;
        });
  }

  @Test
  void whoCameBeforeItBeganSharesASync() throws Exception {
    for (FutureTask<Void> task : threeBehindOne(runs::incrementAndGet)) {
      task.get();
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void whoSharesASyncSharesItsFailure() throws Exception {
    GroupCommit.Sync sync =
        () -> {
          // A system reports what it lost once; a second attempt would seem to succeed.
          if (runs.incrementAndGet() == 1) {
            throw new IOException("Input/output error");
          }
        };
    for (FutureTask<Void> task : threeBehindOne(sync)) {
      assertThatThrownBy(task::get)
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining("Input/output error");
    }
    assertThat(runs).hasValue(1);
    shared.pass(sync);
    assertThat(runs).hasValue(2);
  }

  /** Whoever waits may come to look only when others have made the next sync already. */
  @Test
  void aLaterSyncThatSucceedsDoesNotHideAFailure() throws Exception {
    for (int round = 0; round < 300; round++) {
      AtomicInteger failures = new AtomicInteger();
      GroupCommit.Sync sync =
          () -> {
            failures.incrementAndGet();
            throw new IOException("Input/output error");
          };
      AtomicBoolean stopped = new AtomicBoolean();
      FutureTask<Void> others =
          new FutureTask<>(
              () -> {
                while (!stopped.get()) {
                  shared.pass(() -> {});
                }
                return null;
              });
      List<FutureTask<Void>> waiting =
          threeBehindOne(
              () -> {
                Thread.ofPlatform().start(others);
                sync.run();
              });
      for (FutureTask<Void> task : waiting) {
        assertThatThrownBy(task::get).hasMessageContaining("Input/output error");
      }
      stopped.set(true);
      others.get();
      assertThat(failures).hasValue(1);
    }
  }
}
