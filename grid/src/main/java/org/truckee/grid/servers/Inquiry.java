package org.truckee.grid.servers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.truckee.grid.GridServer;
import org.truckee.grid.transfer.Deadline;

/**
 * The same question to one server after the other, several at a time, until the answers suffice.
 * Whoever asks says after every reply how many answers are still wanted, which is the rule that
 * ends it:
 *
 * <pre>{@code
 * inquiry.keepAsking(wanted + spares);
 * while (wanted > 0 && inquiry.hasMore()) {
 *   switch (inquiry.next()) {…}
 *   inquiry.keepAsking(wanted + spares);
 * }
 * }</pre>
 *
 * A server that is late does not count as asked, so that the next one is; its answer still counts
 * if it comes. Used by one thread; no question outlives it.
 *
 * @param <A> what is answered
 */
public final class Inquiry<A> implements AutoCloseable {
  private final Questions<GridServer, A> questions;
  private final ServerLatencies latencies;
  private final Function<GridServer, Patience> patience;
  private final Questions.Call<GridServer, A> call;
  private final Deque<GridServer> unasked;

  /**
   * Nobody is asked yet.
   *
   * @param order the servers, those that are asked first at the front
   */
  public Inquiry(
      String name,
      List<GridServer> order,
      ServerLatencies latencies,
      Function<GridServer, Patience> patience,
      Questions.Call<GridServer, A> call) {
    this.questions = new Questions<>(name, latencies);
    this.unasked = new ArrayDeque<>(order);
    this.latencies = latencies;
    this.patience = patience;
    this.call = call;
  }

  /** Sees to it that so many servers are being asked that are not late, as long as any are left. */
  public void keepAsking(int atOnce) {
    long waiting = questions.onTime().count();
    while (waiting++ < atOnce && !unasked.isEmpty()) {
      GridServer server = unasked.remove();
      questions.ask(server, server, patience.apply(server), call);
    }
  }

  /** Asks all at once. */
  public void askAll() {
    keepAsking(Integer.MAX_VALUE);
  }

  /** Adds servers to those that may be asked, at the end. */
  public void add(Collection<GridServer> servers) {
    unasked.addAll(servers);
  }

  /** Whether somebody has still to answer. Servers that were not asked do not count. */
  public boolean hasMore() {
    return questions.hasOpen();
  }

  /** The servers that were not asked. */
  public List<GridServer> unasked() {
    return List.copyOf(unasked);
  }

  /** The servers that were asked and have neither answered nor been given up. */
  public List<GridServer> silent() {
    return questions.open().map(Question::server).toList();
  }

  /** Waits for what happens next. */
  public Reply<GridServer, A> next() throws InterruptedException {
    return next(Deadline.NEVER).orElseThrow();
  }

  /** Waits for what happens next, until a moment; empty if nothing happened. */
  public Optional<Reply<GridServer, A>> next(Deadline deadline) throws InterruptedException {
    Optional<Reply<GridServer, A>> reply = questions.next(deadline);
    if (reply.isPresent() && reply.get() instanceof Reply.Answer(var question, var _)) {
      latencies.record(question.server().id(), question.age());
    }
    return reply;
  }

  /** Until when the rest is waited for if the answers so far suffice. */
  public Deadline grace(Duration least) {
    return questions.grace(least);
  }

  /** The answers of servers that had been given up, as {@link Questions#tooLate}. */
  public List<Reply.Answer<GridServer, A>> tooLate() {
    return questions.tooLate();
  }

  /** Cancels what is open and waits for its end. */
  @Override
  public void close() {
    questions.close();
  }
}
