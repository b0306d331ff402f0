package org.truckee.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Tells of what clients do wrong: one line in a while at level info, with the number of those that
 * were not worth one; each at level debug. Never a stack trace.
 */
public final class RateLimitedLog {
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Logger log;
  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final AtomicLong untold = new AtomicLong();

  /** Writes to {@code log}. */
  public RateLimitedLog(Logger log) {
    this.log = log;
  }

  /** Tells of one event, in words without a secret. */
  public void tell(String event) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + PERIOD.toNanos())) {
      long others = untold.getAndSet(0);
      if (others > 0) {
        log.info("{} (and {} others of the kind before)", event, others);
      } else {
        log.info("{}", event);
      }
    } else {
      untold.incrementAndGet();
      log.debug("{}", event);
    }
  }
}
