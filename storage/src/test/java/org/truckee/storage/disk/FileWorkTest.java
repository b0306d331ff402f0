package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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
                    files.call(
                        () -> {
                          reading.countDown();
                          // As a positional read does, this holds whatever thread it is on.
                          return holdThread(disk);
                        })));
      }
      reading.await();
      assertThat(threads.submit(() -> "another request is answered").get()).isNotNull();
      disk.countDown();
      for (Future<Boolean> read : cold) {
        assertThat(read.get()).isTrue();
      }
    }
  }

  private static boolean holdThread(CountDownLatch until) {
    while (until.getCount() > 0) {
      Thread.onSpinWait();
    }
    return !Thread.currentThread().isVirtual();
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

  @Test
  void workThatCannotBeInterruptedEndsAndTheCallerStaysInterrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    FutureTask<Boolean> call =
        new FutureTask<>(
            () -> {
              boolean worked =
                  files.callUninterruptibly(
                      () -> {
                        begun.countDown();
                        return holdThread(end);
                      });
              return worked && Thread.interrupted();
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
