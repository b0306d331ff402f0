package org.truckee.grid.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TaskScopeTest {
  @Test
  void outcomesComeInTheOrderInWhichTasksEnd() throws Exception {
    CountDownLatch secondTaken = new CountDownLatch(1);
    try (TaskScope<String, Integer> scope = new TaskScope<>("test")) {
      scope.fork(
          "first",
          () -> {
            secondTaken.await();
            return 1;
          });
      scope.fork("second", () -> 2);
      assertThat(scope.next()).isEqualTo(new Outcome.Success<>("second", 2));
      secondTaken.countDown();
      assertThat(scope.next()).isEqualTo(new Outcome.Success<>("first", 1));
      assertThat(scope.hasPending()).isFalse();
    }
  }

  @Test
  void aTaskThatThrowsIsAFailureWithItsException() throws Exception {
    IOException problem = new IOException("broken");
    try (TaskScope<String, Integer> scope = new TaskScope<>("test")) {
      scope.fork(
          "task",
          () -> {
            throw problem;
          });
      assertThat(scope.next()).isEqualTo(new Outcome.Failure<>("task", problem));
    }
  }

  @Test
  void anErrorIsThrownToWhoeverTakesTheOutcome() {
    try (TaskScope<String, Integer> scope = new TaskScope<>("test")) {
      scope.fork(
          "task",
          () -> {
            throw new AssertionError("a bug");
          });
      assertThatThrownBy(scope::next).isInstanceOf(AssertionError.class).hasMessage("a bug");
    }
  }

  @Test
  void waitingEndsWithTheTimeLimit() throws Exception {
    try (TaskScope<String, Integer> scope = new TaskScope<>("test")) {
      scope.fork("task", TaskScopeTest::waitForever);
      assertThat(scope.next(Duration.ofMillis(1))).isEmpty();
    }
  }

  @Test
  void waitingForNothingIsAnError() {
    try (TaskScope<String, Integer> scope = new TaskScope<>("test")) {
      assertThatThrownBy(scope::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void closingInterruptsWhatRunsAndWaitsForIt() {
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    try (TaskScope<String, Integer> scope = new TaskScope<>("test")) {
      scope.fork(
          "task",
          () -> {
            begun.countDown();
            try {
              return waitForever();
            } finally {
              ended.set(true);
            }
          });
      awaitUnchecked(begun);
    }
    assertThat(ended).isTrue();
  }

  @Test
  void aCancelledTaskFailsAndTheOthersGoOn() throws Exception {
    try (TaskScope<String, Integer> scope = new TaskScope<>("test")) {
      CountDownLatch go = new CountDownLatch(1);
      TaskScope<String, Integer>.Task task = scope.fork("first", TaskScopeTest::waitForever);
      scope.fork(
          "second",
          () -> {
            go.await();
            return 2;
          });
      task.cancel();
      assertThat(scope.next())
          .isInstanceOfSatisfying(
              Outcome.Failure.class,
              failure -> assertThat(failure.problem()).isInstanceOf(InterruptedException.class));
      go.countDown();
      assertThat(scope.next()).isEqualTo(new Outcome.Success<>("second", 2));
    }
  }

  @Test
  void aClosedScopeStartsNothing() {
    TaskScope<String, Integer> scope = new TaskScope<>("test");
    scope.close();
    assertThatThrownBy(() -> scope.fork("late", () -> 1)).isInstanceOf(IllegalStateException.class);
  }

  private static int waitForever() throws InterruptedException {
    new CountDownLatch(1).await();
    return 0;
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
