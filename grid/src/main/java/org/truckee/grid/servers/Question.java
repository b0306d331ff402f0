package org.truckee.grid.servers;

import java.time.Duration;
import org.truckee.grid.GridServer;

/**
 * A question that a server was asked, and for how long nothing has been heard of it.
 *
 * @param <K> what is asked for
 */
public final class Question<K> {
  private final GridServer server;
  private final K subject;
  private final Patience patience;
  private final long begun = System.nanoTime();
  private volatile long lastSign = begun;
  private volatile boolean suspended;
  private volatile boolean late;
  private volatile boolean givenUp;

  /** A question that is asked now. */
  public Question(GridServer server, K subject, Patience patience) {
    this.server = server;
    this.subject = subject;
    this.patience = patience;
  }

  /** Who was asked. */
  public GridServer server() {
    return server;
  }

  /** What for. */
  public K subject() {
    return subject;
  }

  /** The time since it was asked. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** The server is at it: the wait begins anew, also after {@link #suspend}. */
  public void sign() {
    lastSign = System.nanoTime();
    suspended = false;
  }

  /** Nothing is expected of the server before the next {@link #sign}: we ourselves are busy. */
  public void suspend() {
    suspended = true;
  }

  /** Whether nothing is expected of the server now. */
  public boolean isSuspended() {
    return suspended;
  }

  /** The time since the last sign of life; zero while nothing is expected. */
  public Duration silence() {
    return suspended ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lastSign);
  }

  /** Whether it has taken so long that it should not be counted on. */
  public boolean isLate() {
    return late;
  }

  void markLate() {
    late = true;
  }

  /** Whether it was asked for too long, so that no answer is expected any more. */
  public boolean isGivenUp() {
    return givenUp;
  }

  void markGivenUp() {
    givenUp = true;
  }

  /** The time until the next thing has to be done about it; zero or less if it is now. */
  Duration left() {
    Duration until = late ? patience.untilGivenUp() : earlier(patience.untilLate().get());
    return until.minus(silence());
  }

  private Duration earlier(Duration untilLate) {
    Duration limit = patience.untilGivenUp();
    return untilLate.compareTo(limit) < 0 ? untilLate : limit;
  }

  /** What is thrown in the place of an answer when it is given up. */
  public NoAnswerException noAnswer() {
    return new NoAnswerException(patience.untilGivenUp());
  }

  @Override
  public String toString() {
    return "%s of %s".formatted(subject, server);
  }
}
