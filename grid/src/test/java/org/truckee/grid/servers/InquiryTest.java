package org.truckee.grid.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.truckee.grid.GridServer;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.grid.transfer.Deadline;
import org.truckee.storage.ServerUnavailableException;

/** Servers that are asked one after the other until the answers suffice. */
class InquiryTest {
  private static final Duration SOON = Duration.ofMillis(5);
  private static final Duration NEVER = Duration.ofHours(1);

  private final List<GridServer> servers = TestGrid.of(10).connected();
  private final ServerLatencies latencies = new ServerLatencies();
  private final CountDownLatch never = new CountDownLatch(1);
  private final Set<String> asked = new TreeSet<>();

  private Inquiry<Integer> inquiry(Duration late, Questions.Call<GridServer, Integer> call) {
    return new Inquiry<>(
        "test",
        servers,
        latencies,
        server -> Patience.of(late, NEVER),
        question -> {
          synchronized (asked) {
            asked.add(question.server().nickname());
          }
          return call.ask(question);
        });
  }

  /** Asks until there are so many answers, one server more than that at a time. */
  private static List<String> answers(Inquiry<Integer> inquiry, int wanted) throws Exception {
    List<String> answers = new ArrayList<>();
    inquiry.keepAsking(wanted + 1);
    while (answers.size() < wanted && inquiry.hasMore()) {
      if (inquiry.next() instanceof Reply.Answer(var question, var _)) {
        answers.add(question.server().nickname());
      }
      inquiry.keepAsking(wanted - answers.size() + 1);
    }
    return answers;
  }

  @Test
  void onlyAsManyAreAskedAsAreWantedAndASpare() throws Exception {
    try (Inquiry<Integer> inquiry = inquiry(NEVER, q -> 1)) {
      assertThat(answers(inquiry, 3)).hasSize(3);
      assertThat(inquiry.unasked().size()).isGreaterThanOrEqualTo(6);
    }
    assertThat(asked).contains("alder", "birch", "cedar").doesNotContain("juniper");
  }

  @Test
  void othersTakeThePlaceOfThoseThatAreLateOrFail() throws Exception {
    Set<String> bad = Set.of("alder", "cedar", "elm", "ginkgo");
    try (Inquiry<Integer> inquiry =
        inquiry(
            SOON,
            q -> {
              if (q.server().nickname().equals("alder")) {
                throw new ServerUnavailableException("down");
              }
              if (bad.contains(q.server().nickname())) {
                never.await();
              }
              return 1;
            })) {
      assertThat(answers(inquiry, 6)).hasSize(6).doesNotContainAnyElementsOf(bad);
    }
    assertThat(asked).containsAll(bad);
  }

  @Test
  void ifNobodyIsLeftTheWaitGoesOnForThoseThatAreLate() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (Inquiry<Integer> inquiry =
        inquiry(
            SOON,
            q -> {
              gate.await();
              return 1;
            })) {
      inquiry.askAll();
      int late = 0;
      while (late < servers.size()) {
        assertThat(inquiry.next()).isInstanceOf(Reply.Late.class);
        late++;
      }
      gate.countDown();
      assertThat(answers(inquiry, servers.size())).hasSize(servers.size());
      assertThat(inquiry.hasMore()).isFalse();
    }
  }

  @Test
  void theRestIsGivenAShortWhileWhenTheAnswersSuffice() throws Exception {
    try (Inquiry<Integer> inquiry =
        inquiry(
            NEVER,
            q -> {
              if (q.server().nickname().equals("fir")) {
                never.await();
              }
              return 1;
            })) {
      inquiry.askAll();
      for (int i = 0; i < 9; i++) {
        assertThat(QuestionsTest.answer(inquiry.next())).isEqualTo(1);
      }
      Deadline grace = inquiry.grace(SOON);
      assertThat(inquiry.next(grace)).isEmpty();
      assertThat(inquiry.silent()).map(GridServer::nickname).containsExactly("fir");
    }
  }
}
