package org.truckee.wire.introducer;

import java.time.Duration;

/**
 * Slows down two nodes with the same key, one of them a copy, that would otherwise outbid one
 * another without a pause.
 */
final class Rivalry {
  private static final Duration LONGEST = Duration.ofHours(1);

  private Duration pause = Duration.ZERO;

  /** Waits longer each time, the first time not at all. */
  void pause() throws InterruptedException {
    Thread.sleep(next());
  }

  private synchronized Duration next() {
    Duration now = pause;
    Duration longer = now.isZero() ? Duration.ofSeconds(1) : now.multipliedBy(4);
    pause = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    return now;
  }
}
