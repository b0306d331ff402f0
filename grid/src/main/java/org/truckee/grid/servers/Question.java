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
  private volatile Silence silence = new Silence(0, begun, true);
  private volatile boolean late;
  private volatile boolean givenUp;

  /** For how long nothing was heard of the server when something was expected of it. */
  private record Silence(long before, long since, boolean grows) {
    static Silence none(boolean grows) {
      return new Silence(0, System.nanoTime(), grows);
    }

    long nanos() {
      return grows ? before + System.nanoTime() - since : before;
    }
  }

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
    silence = Silence.none(true);
  }

  /** Nothing is expected of the server before the next {@link #sign}: we ourselves are busy. */
  public void suspend() {
    silence = Silence.none(false);
  }

  /**
   * The server is not to blame for the time that passes until {@link #resume}; what has passed
   * before still counts. Called by the thread that waits for replies, like {@link #resume}.
   */
  public void pause() {
    silence = new Silence(silence.nanos(), System.nanoTime(), false);
  }

  /** The wait goes on, after {@link #pause} or {@link #suspend}. */
  public void resume() {
    silence = new Silence(silence.nanos(), System.nanoTime(), true);
  }

  /** Whether nothing is expected of the server now. */
  public boolean isSuspended() {
    return !silence.grows();
  }

  /**
   * How long the server has been silent since its last sign of life while it was expected to
   * answer.
   */
  public Duration silence() {
    return Duration.ofNanos(silence.nanos());
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

  /**
   * The time until it becomes late or is given up; zero or less if it is now. Until then nothing
   * happens to a question that is suspended or paused.
   */
  Duration left() {
    Duration until = late ? patience.untilGivenUp() : earlier(patience.untilLate().get());
    return isSuspended() ? until : until.minus(silence());
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
