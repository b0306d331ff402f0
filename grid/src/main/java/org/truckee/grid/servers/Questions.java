package org.truckee.grid.servers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.GridServer;
import org.truckee.grid.transfer.Deadline;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.TaskScope;

/**
 * Questions to servers that are open at the same time: each is asked on a thread of its own, and
 * what comes of it is taken in the order in which it happens. A server that takes long is reported
 * {@linkplain Reply.Late late}, so that others can be asked; one that takes too long is given up.
 * No question outlives the family: {@link #close} cancels what is open and waits for its end. Used
 * by one thread.
 *
 * @param <K> what is asked for
 * @param <A> what is answered
 */
public final class Questions<K, A> implements AutoCloseable {
  /** A slow grid gets more time: so many times what the answers that suffice have taken. */
  private static final int GRACE_FACTOR = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

  private final TaskScope<Optional<Question<K>>, Optional<A>> scope;
  private final OpenQuestions<K> open;
  private final Deque<Reply<K, A>> lapsed = new ArrayDeque<>();
  private final List<Reply.Answer<K, A>> tooLate = new ArrayList<>();
  private final long begun = System.nanoTime();
  private boolean watching;

  /** None yet; the name appears in thread dumps. */
  public Questions(String name, ServerLatencies latencies) {
    this.scope = new TaskScope<>(name);
    this.open = new OpenQuestions<>(latencies);
  }

  /** What a server is asked. */
  @FunctionalInterface
  public interface Call<K, A> {
    /** The answer. Blocks, and heeds interrupts. */
    A ask(Question<K> question) throws Exception;
  }

  /** Asks a server. */
  public Question<K> ask(
      GridServer server, K subject, Patience patience, Call<K, ? extends A> call) {
    Question<K> question = new Question<>(server, subject, patience);
    TaskScope<Optional<Question<K>>, Optional<A>>.Task task =
        scope.fork(Optional.of(question), () -> Optional.of(call.ask(question)));
    open.add(question, task::cancel);
    return question;
  }

  /** Whether a reply is still to come. */
  public boolean hasOpen() {
    return !open.isEmpty() || !lapsed.isEmpty();
  }

  /** The questions that wait for an answer. */
  public Stream<Question<K>> open() {
    return open.all();
  }

  /** Those that can be counted on. */
  public Stream<Question<K>> onTime() {
    return open.onTime();
  }

  /** Ends a question that nobody needs any more; it gets no reply. */
  public void cancel(Question<K> question) {
    open.cancel(question);
  }

  /**
   * Ends a question, whose reply is still to come: {@link Trouble.Cancelled} when its thread has
   * ended, and with it the use of all that the thread used.
   */
  public void interrupt(Question<K> question) {
    open.interrupt(question);
  }

  /**
   * Waits for something else besides, once: {@link #next(Deadline)} returns without a reply when
   * {@code event} does. Nothing happens if this is waited for already.
   */
  public void watch(Event event) {
    if (!watching) {
      watching = true;
      scope.fork(
          Optional.empty(),
          () -> {
            event.await();
            return Optional.empty();
          });
    }
  }

  /** Something that is waited for besides the servers. */
  @FunctionalInterface
  public interface Event {
    /** Returns when it has happened. */
    void await() throws InterruptedException;
  }

  /** Whether something else is being waited for. */
  public boolean isWatching() {
    return watching;
  }

  /**
   * Waits for what happens next.
   *
   * @throws NoSuchElementException if no reply is still to come
   */
  public Reply<K, A> next() throws InterruptedException {
    return next(Deadline.NEVER).orElseThrow();
  }

  /**
   * Waits for what happens next, until a moment or until what is {@linkplain #watch watched for}.
   *
   * @return empty if nothing became of any question
   * @throws NoSuchElementException if nothing is still to come
   */
  public Optional<Reply<K, A>> next(Deadline deadline) throws InterruptedException {
    while (lapsed.isEmpty()) {
      boolean lastLook = deadline.hasPassed();
      Optional<Outcome<Optional<Question<K>>, Optional<A>>> outcome =
          scope.next(untilNextLook(deadline).remaining());
      if (outcome.isPresent()) {
        boolean watched = outcome.get().key().isEmpty();
        Optional<Reply<K, A>> reply = watched ? Optional.empty() : reply(outcome.get());
        watching &= !watched;
        if (watched || reply.isPresent()) {
          return reply;
        }
        continue;
      }
      open.lapse().forEach(question -> lapsed.add(lapse(question)));
      if (lapsed.isEmpty() && lastLook) {
        return Optional.empty();
      }
    }
    return Optional.of(lapsed.remove());
  }

  private Deadline untilNextLook(Deadline deadline) {
    Optional<Duration> lapse = open.untilNextLapse();
    if (lapse.isEmpty() && !watching) {
      throw new NoSuchElementException("no question is open");
    }
    return lapse.map(deadline::orAfter).orElse(deadline);
  }

  private Reply<K, A> lapse(Question<K> question) {
    return question.isGivenUp()
        ? new Reply.NoAnswer<>(question, Trouble.of(question.noAnswer()))
        : new Reply.Late<>(question);
  }

  /** Nothing is said of a question that has had its reply. */
  private Optional<Reply<K, A>> reply(Outcome<Optional<Question<K>>, Optional<A>> outcome) {
    Question<K> question = outcome.key().orElseThrow();
    boolean expected = open.remove(question);
    return switch (outcome) {
      case Outcome.Success(var _, var answer) -> {
        Reply.Answer<K, A> reply = new Reply.Answer<>(question, answer.orElseThrow());
        if (!expected) {
          tooLate.add(reply);
        }
        yield expected ? Optional.of(reply) : Optional.empty();
      }
      case Outcome.Failure(var _, var problem) -> {
        if (problem instanceof RuntimeException) {
          LOG.warn("asking for {} failed with a defect", question, problem);
        }
        yield expected
            ? Optional.of(new Reply.NoAnswer<>(question, Trouble.of(problem)))
            : Optional.empty();
      }
    };
  }

  /**
   * Until when the rest is waited for if the answers so far suffice: a short while, but longer if
   * all are slow.
   */
  public Deadline grace(Duration least) {
    Duration scaled = Duration.ofNanos(GRACE_FACTOR * (System.nanoTime() - begun));
    return Deadline.after(scaled.compareTo(least) > 0 ? scaled : least);
  }

  /**
   * The answers that came after their questions had been given up or cancelled, also while this was
   * closed: what a server has granted has perhaps to be given back.
   */
  public List<Reply.Answer<K, A>> tooLate() {
    Optional<Outcome<Optional<Question<K>>, Optional<A>>> outcome = scope.poll();
    while (outcome.isPresent()) {
      outcome.get().key().ifPresent(open::remove);
      if (outcome.get() instanceof Outcome.Success(var question, var answer)
          && question.isPresent()) {
        tooLate.add(new Reply.Answer<>(question.get(), answer.orElseThrow()));
      }
      outcome = scope.poll();
    }
    return List.copyOf(tooLate);
  }

  /** Cancels what is open and waits for its end. */
  @Override
  public void close() {
    scope.close();
  }
}
