package org.truckee.memory;

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
    try (MemoryBudget.Grant grant = budget.take(4 << 10, BUDGET, Duration.ZERO).orElseThrow()) {
      assertThat(grant.bytes()).isEqualTo((4 << 10) + (30 << 10));
    }
  }

  @Test
  void nothingIsTakenThatIsOfNoUse() throws InterruptedException {
    try (MemoryBudget.Grant grant = budget.take(1, 1, Duration.ZERO).orElseThrow()) {
      assertThat(grant.bytes()).isEqualTo(1 << 10);
    }
  }

  @Test
  void aPartGrowsByUpToHalfOfWhatIsFreeAndNeverWaits() throws InterruptedException {
    try (MemoryBudget.Grant grant = budget.take(4 << 10, 4 << 10, Duration.ZERO).orElseThrow()) {
      assertThat(grant.growTo(1 << 10)).isTrue();
      assertThat(grant.bytes()).isEqualTo(4 << 10);
      assertThat(grant.growTo(34 << 10)).isTrue();
      assertThat(grant.bytes()).isEqualTo(34 << 10);
      assertThat(grant.growTo(BUDGET)).isFalse();
      assertThat(grant.bytes()).isEqualTo(34 << 10);
    }
    try (MemoryBudget.Grant all = budget.take(BUDGET, BUDGET, Duration.ZERO).orElseThrow()) {
      assertThat(all.bytes()).isEqualTo(BUDGET);
    }
  }

  @Test
  void aPartThatIsGivenBackTwiceCountsOnceAndGrowsNoMore() throws InterruptedException {
    MemoryBudget.Grant first = budget.take(BUDGET, BUDGET, Duration.ZERO).orElseThrow();
    first.close();
    try (MemoryBudget.Grant second =
        budget.take(BUDGET / 2, BUDGET / 2, Duration.ZERO).orElseThrow()) {
      first.close();
      assertThat(first.growTo(2 * BUDGET)).isFalse();
      assertThat(second.growTo(BUDGET / 2 + BUDGET / 4)).isTrue();
      assertThat(second.growTo(BUDGET)).isFalse();
    }
  }

  @Test
  void whoLosesPatienceGetsAnEmptyPartThatGrowsWhenOthersHaveEnded() throws InterruptedException {
    MemoryBudget budget = new MemoryBudget(BUDGET, 4 << 10);
    MemoryBudget.Grant all = budget.take(BUDGET, BUDGET, Duration.ZERO).orElseThrow();
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
    try (MemoryBudget.Grant all = budget.take(BUDGET, BUDGET, Duration.ZERO).orElseThrow()) {
      assertThat(all.bytes()).isEqualTo(BUDGET);
      assertThat(now(budget, 1)).isEmpty();
    }
  }

  @Test
  void whoWantsMoreThanThereIsGetsAllAndOthersWaitTheirTurn() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      try (MemoryBudget.Grant grant =
          budget.take(10 * BUDGET, 20 * BUDGET, Duration.ZERO).orElseThrow()) {
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
                    try (MemoryBudget.Grant grant =
                        budget.take(least, 2 * least, Duration.ofSeconds(30)).orElseThrow()) {
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

  @Test
  void whatIsTakenOfAPartIsTakenOfTheWhole() throws InterruptedException {
    MemoryBudget first = budget.part(BUDGET * 3 / 4);
    MemoryBudget second = budget.part(BUDGET * 3 / 4);
    try (MemoryBudget.Grant grant = first.tryTake(BUDGET * 3 / 4).orElseThrow()) {
      assertThat(grant.bytes()).isEqualTo(BUDGET * 3 / 4);
      assertThat(first.tryTake(1)).as("the part has no more").isEmpty();
      assertThat(second.free()).isEqualTo(BUDGET / 4);
      assertThat(second.tryTake(BUDGET / 2)).as("the whole has no more").isEmpty();
      assertThat(second.take(BUDGET / 2, BUDGET / 2, Duration.ZERO)).isEmpty();
      assertThat(second.tryTake(BUDGET / 4)).isPresent();
    }
    assertThat(second.tryTake(BUDGET / 2)).isPresent();
    assertThat(budget.free()).isEqualTo(BUDGET / 4);
  }

  @Test
  void whoWaitsForTheWholeGetsItWhenAnotherPartGivesBack() throws InterruptedException {
    MemoryBudget first = budget.part(BUDGET);
    MemoryBudget second = budget.part(BUDGET);
    MemoryBudget.Grant all = first.tryTake(BUDGET).orElseThrow();
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    second.take(1, BUDGET, Duration.ofMinutes(1)).orElseThrow().close();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    all.close();
    assertThat(waiting.join(Duration.ofMinutes(1))).isTrue();
    assertThat(budget.free()).isEqualTo(BUDGET);
  }

  @Test
  void whoStarvesIsCountedInTheWholeUntilItIsServed() throws InterruptedException {
    MemoryBudget downloads = budget.part(BUDGET, BUDGET / 4);
    MemoryBudget.Grant all = downloads.tryTake(BUDGET).orElseThrow();
    MemoryBudget.Grant reserved = starved(downloads).orElseThrow();
    Thread waiting = Thread.ofVirtual().start(() -> starved(downloads).orElseThrow().close());
    while (budget.starving() == 0) {
      Thread.onSpinWait();
    }
    assertThat(downloads.starving()).isEqualTo(1);
    reserved.close();
    assertThat(waiting.join(Duration.ofMinutes(1))).isTrue();
    assertThat(budget.starving()).isZero();
    all.close();
    starved(downloads).orElseThrow().close();
    assertThat(downloads.starving()).isZero();
  }

  private static Optional<MemoryBudget.Grant> starved(MemoryBudget downloads) {
    try {
      return downloads.takeWithin(Duration.ofMillis(1), Duration.ofMinutes(1), BUDGET / 4);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsNotNeededAnyMoreIsThereForOthers() {
    try (MemoryBudget.Grant grant = budget.empty()) {
      assertThat(grant.growTo(BUDGET / 2)).isTrue();
      grant.shrinkTo(0);
      assertThat(budget.free()).isEqualTo(BUDGET);
      assertThat(grant.growTo(BUDGET / 4)).isTrue();
    }
    assertThat(budget.free()).isEqualTo(BUDGET);
  }
}
