package org.truckee.grid.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.truckee.grid.GridServer;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.grid.transfer.Deadline;
import org.truckee.storage.ServerUnavailableException;

/** Questions to several servers, of which some answer late or never. */
class QuestionsTest {
  private static final Duration SOON = Duration.ofMillis(5);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Patience PATIENT = Patience.until(NEVER);

  private final List<GridServer> servers = TestGrid.of(3).connected();
  private final ServerLatencies latencies = new ServerLatencies();
  private final Questions<String, Integer> questions = new Questions<>("test", latencies);

  @AfterEach
  void close() {
    questions.close();
  }

  private GridServer server(int number) {
    return servers.get(number);
  }

  private static Integer afterwards(CountDownLatch gate, int answer) throws InterruptedException {
    gate.await();
    return answer;
  }

  @Test
  void answersAreTakenInTheOrderInWhichTheyCome() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    questions.ask(server(0), "a", PATIENT, q -> afterwards(first, 1));
    questions.ask(server(1), "b", PATIENT, q -> 2);
    assertThat(answer(questions.next())).isEqualTo(2);
    assertThat(questions.open().map(Question::subject)).containsExactly("a");
    first.countDown();
    assertThat(answer(questions.next())).isEqualTo(1);
    assertThat(questions.hasOpen()).isFalse();
    assertThatThrownBy(questions::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aLateServerIsReportedOnceAndItsAnswerStillCounts() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    questions.ask(server(0), "a", Patience.of(SOON, NEVER), q -> afterwards(gate, 1));
    assertThat(questions.onTime()).hasSize(1);
    assertThat(questions.next()).isInstanceOf(Reply.Late.class);
    assertThat(questions.onTime()).isEmpty();
    assertThat(questions.open()).hasSize(1);
    assertThat(latencies.isLate(server(0).id())).isTrue();
    assertThat(questions.next(Deadline.after(SOON))).isEmpty();
    gate.countDown();
    assertThat(answer(questions.next())).isEqualTo(1);
  }

  @Test
  void aServerThatNeverAnswersIsGivenUpAndTheErrorSaysSo() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    questions.ask(
        server(0),
        "a",
        Patience.of(SOON, SOON.multipliedBy(2)),
        q -> {
          try {
            return afterwards(new CountDownLatch(1), 1);
          } finally {
            interrupted.countDown();
          }
        });
    assertThat(questions.next()).isInstanceOf(Reply.Late.class);
    Trouble trouble = trouble(questions.next());
    assertThat(trouble).isInstanceOf(Trouble.OfServer.class);
    assertThat(trouble.message()).contains("no answer within");
    assertThat(questions.hasOpen()).isFalse();
    interrupted.await();
  }

  @Test
  void aSignOfLifeBeginsTheWaitAnew() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Question<String> question =
        questions.ask(
            server(0),
            "a",
            Patience.until(Duration.ofSeconds(30)),
            q -> {
              q.sign();
              asked.countDown();
              return afterwards(gate, 1);
            });
    asked.await();
    assertThat(question.silence()).isLessThanOrEqualTo(question.age());
    gate.countDown();
    assertThat(answer(questions.next())).isEqualTo(1);
  }

  @Test
  void failuresAreSortedByWhatIsToBeDoneAboutThem() throws Exception {
    questions.ask(
        server(0),
        "a",
        PATIENT,
        q -> {
          throw new ServerUnavailableException("down");
        });
    assertThat(trouble(questions.next()))
        .isInstanceOf(Trouble.OfServer.class)
        .extracting(Trouble::message)
        .isEqualTo("down");
    questions.ask(
        server(0),
        "b",
        PATIENT,
        q -> {
          throw new DamagedException();
        });
    assertThat(trouble(questions.next())).isInstanceOf(Trouble.OfData.class);
    questions.ask(
        server(0),
        "c",
        PATIENT,
        q -> {
          throw new IllegalStateException("a defect");
        });
    assertThat(trouble(questions.next()))
        .as("the others need not suffer from a defect")
        .isInstanceOf(Trouble.OfServer.class);
    assertThat(Trouble.of(new InterruptedException())).isInstanceOf(Trouble.Cancelled.class);
  }

  private static final class DamagedException extends Exception implements Trouble.Sorted {
    private static final long serialVersionUID = 1L;

    @Override
    public Trouble trouble() {
      return new Trouble.OfData(this);
    }
  }

  @Test
  void closingEndsWhatIsOpenAndAnswersThatComeMeanwhileAreNotForgotten() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    questions.ask(
        server(0),
        "stubborn",
        PATIENT,
        q -> {
          try {
            asked.countDown();
            return afterwards(new CountDownLatch(1), 1);
          } catch (InterruptedException e) {
            return 7;
          }
        });
    questions.ask(
        server(1),
        "obedient",
        PATIENT,
        q -> {
          asked.countDown();
          return afterwards(new CountDownLatch(1), 1);
        });
    asked.await();
    questions.close();
    assertThat(questions.tooLate()).map(Reply.Answer::answer).containsExactly(7);
    assertThat(questions.hasOpen()).isFalse();
  }

  @Test
  void aCancelledQuestionGetsNoReply() throws Exception {
    Question<String> question =
        questions.ask(server(0), "a", PATIENT, q -> afterwards(new CountDownLatch(1), 1));
    questions.ask(server(1), "b", PATIENT, q -> 2);
    questions.cancel(question);
    List<Integer> answers = new ArrayList<>();
    while (questions.hasOpen()) {
      answers.add(answer(questions.next()));
    }
    assertThat(answers).containsExactly(2);
  }

  static int answer(Reply<?, Integer> reply) {
    return reply instanceof Reply.Answer(var _, var answer) ? answer : fail(reply);
  }

  private static Trouble trouble(Reply<?, Integer> reply) {
    return reply instanceof Reply.NoAnswer(var _, var trouble) ? trouble : fail(reply);
  }

  private static <T> T fail(Reply<?, ?> reply) {
    throw new AssertionError("not expected: " + reply);
  }
}
