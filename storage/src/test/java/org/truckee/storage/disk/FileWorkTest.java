package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.storage.StorageException;

/** Virtual threads wait while others do their work on files. */
class FileWorkTest {
  private final FileWork files = new FileWork();

  @AfterEach
  void stop() {
    files.close();
  }

  private static <T> T onVirtualThread(Callable<T> call) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.startVirtualThread(task);
    return task.get();
  }

  @Test
  void virtualThreadsHandTheirWorkOverAndOthersDoIt() throws Exception {
    Thread here = Thread.currentThread();
    assertThat(files.call(Thread::currentThread)).isSameAs(here);
    Thread worker = onVirtualThread(() -> files.call(Thread::currentThread));
    assertThat(worker.isVirtual()).isFalse();
    assertThat(worker).isNotSameAs(here);
    Thread nested =
        onVirtualThread(
            () ->
                files.call(
                    () -> {
                      Thread outer = Thread.currentThread();
                      return files.call(Thread::currentThread) == outer ? outer : null;
                    }));
    assertThat(nested).as("it goes on where it is").isNotNull();
  }

  @Test
  void manyColdReadsLeaveTheCarriersToOthers() throws Exception {
    int reads = 4 * Runtime.getRuntime().availableProcessors();
    CountDownLatch reading = new CountDownLatch(reads);
    CountDownLatch disk = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> cold = new ArrayList<>();
      for (int i = 0; i < reads; i++) {
        cold.add(
            threads.submit(
                () ->
                    files.callBriefly(
                        () -> {
                          reading.countDown();
                          // As a positional read does, this holds whatever thread it is on.
                          return holdThread(disk);
                        })));
      }
      reading.await();
      assertThat(threads.submit(() -> "another request is answered").get()).isNotNull();
      disk.countDown();
      int held = 0;
      for (Future<Boolean> read : cold) {
        held += read.get() ? 1 : 0;
      }
      assertThat(held)
          .as("carriers held")
          .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors() / 2);
    }
  }

  @Test
  void workGoesToAThreadThatIsIdle() throws Exception {
    Set<Thread> workers = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      workers.add(onVirtualThread(() -> files.call(Thread::currentThread)));
    }
    assertThat(workers).as("one, and another if that was not back yet").hasSizeLessThan(10);
  }

  @Test
  void briefWorkIsDoneAtOnceWhileFewCarriersAreHeld() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch disk = new CountDownLatch(1);
    try (FileWork one = new FileWork(1);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> slow =
          threads.submit(
              () ->
                  one.callBriefly(
                      () -> {
                        reading.countDown();
                        boolean here = Thread.currentThread().isVirtual();
                        // Parked, which frees the carrier: but that is not for this to know.
                        disk.await();
                        return here
                            && one.callUninterruptibly(Thread::currentThread)
                                == Thread.currentThread();
                      }));
      reading.await();
      assertThat(onVirtualThread(() -> one.callBriefly(Thread::currentThread)).isVirtual())
          .isFalse();
      assertThat(onVirtualThread(() -> one.callUninterruptibly(Thread::currentThread)).isVirtual())
          .isFalse();
      disk.countDown();
      assertThat(slow.get()).as("done by the virtual thread, with what it calls in turn").isTrue();
      assertThat(onVirtualThread(() -> one.callUninterruptibly(Thread::currentThread)).isVirtual())
          .isTrue();
      assertThat(onVirtualThread(() -> one.call(Thread::currentThread)).isVirtual()).isFalse();
    }
  }

  @Test
  void whatFindsAllThreadsAtWorkIsDoneLater() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        calls.add(threads.submit(() -> files.call(() -> holdThread(disk))));
      }
      disk.countDown();
      for (Future<Boolean> call : calls) {
        assertThat(call.get()).as("done by a virtual thread").isFalse();
      }
    }
  }

  private static boolean holdThread(CountDownLatch until) {
    while (until.getCount() > 0) {
      Thread.onSpinWait();
    }
    return Thread.currentThread().isVirtual();
  }

  @Test
  void failuresComeBack() {
    assertThatThrownBy(
            () ->
                onVirtualThread(
                    () ->
                        files.call(
                            () -> {
                              throw new IOException("Input/output error");
                            })))
        .hasRootCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("Input/output error");
  }

  @Test
  void anInterruptReachesTheWorkAndWaitsForItsEnd() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    FutureTask<Boolean> call =
        new FutureTask<>(
            () -> {
              try {
                files.call(
                    () -> {
                      begun.countDown();
                      try {
                        new CountDownLatch(1).await();
                      } finally {
                        ended.set(true);
                      }
                      return null;
                    });
                return false;
              } catch (InterruptedException e) {
                return ended.get();
              }
            });
    Thread thread = Thread.startVirtualThread(call);
    begun.await();
    thread.interrupt();
    assertThat(call.get()).isTrue();
    assertThat(onVirtualThread(() -> files.call(Thread::interrupted)))
        .as("the next one is not interrupted")
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void workThatCannotBeInterruptedEndsAndTheCallerStaysInterrupted(int carriers) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    FutureTask<Boolean> call =
        new FutureTask<>(
            () -> {
              try (FileWork some = new FileWork(carriers)) {
                boolean stayed =
                    some.callUninterruptibly(
                        () -> {
                          begun.countDown();
                          return holdThread(end);
                        });
                return stayed == (carriers > 0) && Thread.interrupted();
              }
            });
    Thread thread = Thread.startVirtualThread(call);
    begun.await();
    thread.interrupt();
    end.countDown();
    assertThat(call.get()).isTrue();
  }

  @Test
  void whoStopsWaitsForWhatHasBegunAndLetsNothingElseBegin() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    FutureTask<Boolean> call =
        new FutureTask<>(
            () ->
                files.call(
                    () -> {
                      begun.countDown();
                      end.await();
                      return true;
                    }));
    Thread.startVirtualThread(call);
    begun.await();
    FutureTask<Boolean> stop =
        new FutureTask<>(
            () -> {
              files.drain();
              return call.isDone() || end.getCount() == 0;
            });
    Thread stopping = Thread.ofPlatform().start(stop);
    while (stopping.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(() -> files.call(() -> true))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("stopping");
    end.countDown();
    assertThat(stop.get()).isTrue();
    assertThat(call.get()).isTrue();
  }
}
