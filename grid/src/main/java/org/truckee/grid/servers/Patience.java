package org.truckee.grid.servers;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long the answer to a question is waited for.
 *
 * @param untilLate after which somebody else is asked too; asked anew while the question is open,
 *     as it may follow from how fast others are
 * @param untilGivenUp after which nothing is expected any more
 */
public record Patience(Supplier<Duration> untilLate, Duration untilGivenUp) {
  private static final Duration ENDLESS = Duration.ofDays(10_000);

  /** With fixed times. */
  public static Patience of(Duration untilLate, Duration untilGivenUp) {
    return new Patience(() -> untilLate, untilGivenUp);
  }

  /** With a server that is reported late but never given up, as its own time limits end it. */
  public static Patience withoutEnd(Duration untilLate) {
    return of(untilLate, ENDLESS);
  }

  /** Of who has nobody else to ask. */
  public static Patience until(Duration givenUp) {
    return of(givenUp, givenUp);
  }
}
