package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.truckee.grid.deep.DeepOperation;
import org.truckee.grid.deep.OperationCancelledException;

/** How long operations are kept ({@code spec/08 §15.1}). */
class BackgroundOperationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private long now = Long.MAX_VALUE - 1;
  private final BackgroundOperations operations = new BackgroundOperations(() -> now);

  @AfterEach
  void close() {
    operations.close();
  }

  /** An operation that ends when it is told to. */
  private static final class Slow implements DeepOperation<String> {
    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public String run() throws IOException, InterruptedException {
      end.await();
      return "all";
    }

    @Override
    public String soFar() {
      return "some";
    }
  }

  private record View() implements DeepView<String> {
    @Override
    public String title() {
      return "Slow";
    }

    @Override
    public String soFar(String results) {
      return results;
    }

    @Override
    public void show(String results, DeepState state, WebRequest request) {}
  }

  private final Slow slow = new Slow();

  private DeepTask<String> task(Slow operation) {
    return DeepTask.start(Optional.empty(), operation, new View(), results -> List.of());
  }

  private DeepTask<String> finished() throws Exception {
    DeepTask<String> task = task(slow);
    slow.end.countDown();
    assertThat(task.monitor().await(PATIENCE)).contains("all");
    return task;
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private boolean isThere(String handle) {
    return operations.look(handle, Optional.empty()).isPresent();
  }

  @Test
  void whatRunsIsKept() throws Exception {
    operations.keep("h", task(slow), Optional.empty());
    pass(Duration.ofDays(100));
    assertThat(isThere("h")).isTrue();
    assertThat(isThere("other")).isFalse();
    operations.drop("h");
    assertThat(isThere("h")).isFalse();
  }

  @Test
  void whatIsFinishedIsKeptForFourDaysAndForOneMoreWhenItWasSeen() throws Exception {
    operations.keep("seen", finished(), Optional.empty());
    operations.keep("unseen", finished(), Optional.empty());
    assertThat(isThere("seen")).isTrue();
    pass(Duration.ofHours(23));
    assertThat(isThere("seen")).isTrue();
    pass(Duration.ofHours(25));
    assertThat(isThere("seen")).isFalse();
    pass(Duration.ofDays(3));
    assertThat(isThere("unseen")).isFalse();
  }

  @Test
  void whoeverAsksSaysHowLongItIsKept() throws Exception {
    operations.keep("h", task(slow), Optional.of(Duration.ofSeconds(10)));
    pass(Duration.ofSeconds(9));
    assertThat(operations.look("h", Optional.of(Duration.ofSeconds(5)))).isPresent();
    pass(Duration.ofSeconds(4));
    assertThat(isThere("h")).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(isThere("h")).isFalse();
  }

  @Test
  void allAreListedTheLastOneFirstWithHowTheyStand() throws Exception {
    operations.keep("first", task(new Slow()), Optional.empty());
    pass(Duration.ofSeconds(3));
    operations.keep("second", finished(), Optional.empty());
    pass(Duration.ofSeconds(2));
    assertThat(operations.all())
        .containsExactly(
            new BackgroundOperations.Running(
                "Slow", Optional.empty(), Duration.ofSeconds(2), true, "ended: all"),
            new BackgroundOperations.Running(
                "Slow", Optional.empty(), Duration.ofSeconds(5), false, "some"));
  }

  @Test
  void thereAreNotMoreThanCanBeKept() throws Exception {
    for (int i = 0; i < 256; i++) {
      operations.keep("h" + i, task(slow), Optional.empty());
    }
    DeepTask<String> tooMany = task(slow);
    assertThatThrownBy(() -> operations.keep("one more", tooMany, Optional.empty()))
        .isInstanceOf(WebException.class);
    assertThatThrownBy(() -> tooMany.monitor().await(PATIENCE))
        .isInstanceOf(OperationCancelledException.class);
    operations.keep("h1", task(slow), Optional.empty());
    operations.close();
    assertThatThrownBy(() -> operations.keep("after the end", task(slow), Optional.empty()))
        .isInstanceOf(WebException.class);
  }
}
