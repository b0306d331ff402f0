package org.truckee.grid.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private static final long BUDGET = 64 << 10;

  private final MemoryBudget budget = new MemoryBudget(BUDGET);

  @Test
  void anUploadAloneGetsItsLeastAndHalfOfTheRest() throws InterruptedException {
    try (MemoryBudget.Grant grant = budget.take(4 << 10, BUDGET)) {
      assertThat(grant.bytes()).isEqualTo((4 << 10) + (30 << 10));
    }
  }

  @Test
  void nothingIsTakenThatIsOfNoUse() throws InterruptedException {
    try (MemoryBudget.Grant grant = budget.take(1, 1)) {
      assertThat(grant.bytes()).isEqualTo(1 << 10);
    }
  }

  @Test
  void aPartGrowsByUpToHalfOfWhatIsFreeAndNeverWaits() throws InterruptedException {
    try (MemoryBudget.Grant grant = budget.take(4 << 10, 4 << 10)) {
      assertThat(grant.growTo(1 << 10)).isTrue();
      assertThat(grant.bytes()).isEqualTo(4 << 10);
      assertThat(grant.growTo(34 << 10)).isTrue();
      assertThat(grant.bytes()).isEqualTo(34 << 10);
      assertThat(grant.growTo(BUDGET)).isFalse();
      assertThat(grant.bytes()).isEqualTo(34 << 10);
    }
    try (MemoryBudget.Grant all = budget.take(BUDGET, BUDGET)) {
      assertThat(all.bytes()).isEqualTo(BUDGET);
    }
  }

  @Test
  void aPartThatIsGivenBackTwiceCountsOnceAndGrowsNoMore() throws InterruptedException {
    MemoryBudget.Grant first = budget.take(BUDGET, BUDGET);
    first.close();
    try (MemoryBudget.Grant second = budget.take(BUDGET / 2, BUDGET / 2)) {
      first.close();
      assertThat(first.growTo(2 * BUDGET)).isFalse();
      assertThat(second.growTo(BUDGET / 2 + BUDGET / 4)).isTrue();
      assertThat(second.growTo(BUDGET)).isFalse();
    }
  }

  @Test
  void whoLosesPatienceGetsAnEmptyPartThatGrowsWhenOthersHaveEnded() throws InterruptedException {
    MemoryBudget budget = new MemoryBudget(BUDGET, 4 << 10);
    MemoryBudget.Grant all = budget.take(BUDGET, BUDGET);
    try (MemoryBudget.Grant late = now(budget, 4 << 10).orElseThrow()) {
      assertThat(late.bytes()).isZero();
      assertThat(now(budget, 1)).as("the reserve is used up").isEmpty();
      assertThat(late.growTo(4 << 10)).isFalse();
      all.close();
      assertThat(late.growTo(4 << 10)).isTrue();
    }
    try (MemoryBudget.Grant whole = now(budget, BUDGET).orElseThrow()) {
      assertThat(whole.bytes()).isEqualTo(BUDGET);
      try (MemoryBudget.Grant again = now(budget, 4 << 10).orElseThrow()) {
        assertThat(again.bytes()).as("the reserve was given back").isZero();
      }
    }
  }

  private static Optional<MemoryBudget.Grant> now(MemoryBudget budget, long wanted)
      throws InterruptedException {
    return budget.takeWithin(Duration.ZERO, Duration.ZERO, wanted);
  }

  @Test
  void withoutAReserveWhoLosesPatienceGetsNothing() throws InterruptedException {
    try (MemoryBudget.Grant all = budget.take(BUDGET, BUDGET)) {
      assertThat(all.bytes()).isEqualTo(BUDGET);
      assertThat(now(budget, 1)).isEmpty();
    }
  }

  @Test
  void whoWantsMoreThanThereIsGetsAllAndOthersWaitTheirTurn() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      try (MemoryBudget.Grant grant = budget.take(10 * BUDGET, 20 * BUDGET)) {
        assertThat(grant.bytes()).isEqualTo(BUDGET);
      }
    }
  }

  @Test
  void manyUploadsTogetherNeverTakeMoreThanTheBudget() throws Exception {
    AtomicLong taken = new AtomicLong();
    AtomicLong highest = new AtomicLong();
    List<Thread> uploads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      long least = new Random(i).nextLong(1, BUDGET);
      uploads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (MemoryBudget.Grant grant = budget.take(least, 2 * least)) {
                      highest.accumulateAndGet(taken.addAndGet(grant.bytes()), Math::max);
                      Thread.yield();
                      taken.addAndGet(-grant.bytes());
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  }));
    }
    for (Thread upload : uploads) {
      upload.join();
    }
    assertThat(taken.get()).isZero();
    assertThat(highest.get()).isPositive().isLessThanOrEqualTo(BUDGET);
  }
}
