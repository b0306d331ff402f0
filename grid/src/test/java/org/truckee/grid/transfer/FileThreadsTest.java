package org.truckee.grid.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Virtual threads wait while others work on files. */
class FileThreadsTest {
  private final FileThreads threads = new FileThreads();

  @AfterEach
  void close() {
    threads.close();
  }

  private static <T> FutureTask<T> onVirtualThread(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.startVirtualThread(task);
    return task;
  }

  @Test
  void virtualThreadsHandTheirWorkOverAndOthersDoIt() throws Exception {
    assertThat(threads.call(Thread::currentThread)).isSameAs(Thread.currentThread());
    assertThat(onVirtualThread(() -> threads.call(Thread::currentThread)).get().isVirtual())
        .isFalse();
  }

  @Test
  void moreThanThereAreThreadsWaitTheirTurn() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    List<FutureTask<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(onVirtualThread(() -> threads.call(() -> hold(disk))));
    }
    assertThat(onVirtualThread(() -> "another request is answered").get()).isNotNull();
    disk.countDown();
    for (FutureTask<Boolean> one : all) {
      assertThat(one.get()).isTrue();
    }
  }

  private static boolean hold(CountDownLatch disk) throws IOException {
    try {
      disk.await();
      return true;
    } catch (InterruptedException e) {
      throw new IOException("an interrupt has reached the work", e);
    }
  }

  @Test
  void anInterruptWaitsForTheEndOfTheWork() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch disk = new CountDownLatch(1);
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              boolean done =
                  threads.call(
                      () -> {
                        begun.countDown();
                        return hold(disk);
                      });
              return done && Thread.interrupted();
            });
    Thread caller = Thread.startVirtualThread(task);
    begun.await();
    caller.interrupt();
    disk.countDown();
    assertThat(task.get()).as("done, and the caller is still interrupted").isTrue();
  }

  @Test
  void failuresComeBack() {
    FutureTask<Object> failed =
        onVirtualThread(
            () ->
                threads.call(
                    () -> {
                      throw new IOException("Input/output error");
                    }));
    assertThatThrownBy(failed::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("Input/output error");
  }

  @Test
  void whatIsLeftToDoAfterTheEndIsStillDone() throws Exception {
    threads.close();
    assertThat(onVirtualThread(() -> threads.call(() -> "closed")).get()).isEqualTo("closed");
  }
}
